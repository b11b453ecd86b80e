package dev.permafrost.backend.lake;

import dev.permafrost.backend.access.Locations;
import dev.permafrost.backend.transport.Ask;
import dev.permafrost.backend.transport.Asker;
import dev.permafrost.backend.transport.Call;
import dev.permafrost.backend.transport.Verdict;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.StorageFailure;
import java.net.URI;
import java.util.Optional;

/**
 * The place that holds a lake's objects, asked about one key at a time. It remembers whether
 * anything could be read there, because a store that does not let its readers list says 403 of what
 * is missing: that means absent once something else was there to be read, and forbidden before.
 *
 * <p>Safe for several threads.
 */
public final class LakeStore {

  private final URI base;
  private final Asker asker;
  private volatile boolean hasBeenRead;

  LakeStore(URI base, Asker asker) {
    this.base = base;
    this.asker = asker;
  }

  /** The lake's root. */
  URI base() {
    return base;
  }

  /** The address of a key. */
  public URI address(String key) {
    return URI.create(base + key);
  }

  /** A key's name, for messages. */
  String location(String key) {
    return Locations.withoutSecrets(address(key));
  }

  /** Whether there is an object of that key. */
  boolean isThere(String key, Call call) {
    return isThere(asker.ask(Ask.head(address(key)), call).verdict(), location(key));
  }

  /** The object of a key, if it is there. */
  public Optional<byte[]> read(String key, long mostBytes, Call call) {
    Asker.Reply reply = asker.ask(Ask.get(address(key), mostBytes), call);
    return isThere(reply.verdict(), location(key)) ? Optional.of(reply.bytes()) : Optional.empty();
  }

  /** Whether anything could be read there so far. */
  boolean hasBeenRead() {
    return hasBeenRead;
  }

  /** Notes that an object was there. */
  public void noteRead() {
    hasBeenRead = true;
  }

  /**
   * Whether a verdict says that an object is there.
   *
   * @throws StorageFailure if it says neither yes nor no
   */
  boolean isThere(Verdict verdict, String location) {
    if (verdict.kind() == Verdict.Kind.PRESENT) {
      hasBeenRead = true;
      return true;
    }
    if (isAbsent(verdict)) {
      return false;
    }
    throw failure(verdict, verdict.reason(), location);
  }

  /** Whether a verdict says that an object is not there. */
  public boolean isAbsent(Verdict verdict) {
    return verdict.kind() == Verdict.Kind.ABSENT
        || (verdict.kind() == Verdict.Kind.FORBIDDEN && verdict.status() == 403 && hasBeenRead);
  }

  private static StorageFailure failure(Verdict verdict, String reason, String location) {
    return switch (verdict.kind()) {
      case FORBIDDEN, REFUSED -> new LakeForbidden(location, verdict.status(), reason);
      case TOO_LARGE, MANGLED -> new LakeDamage(location, reason, null);
      case PRESENT, ABSENT, PASSING, UNREACHABLE ->
          new BackendUnreachable(location, reason, verdict.cause());
    };
  }

  /**
   * The failure of an object that is neither there nor absent.
   *
   * @param gaveUp why it was given up, where it could have been asked for again
   */
  public static StorageFailure failureOf(Verdict verdict, String gaveUp, String location) {
    boolean wasRepeated =
        verdict.kind() == Verdict.Kind.PASSING || verdict.kind() == Verdict.Kind.MANGLED;
    return failure(verdict, wasRepeated ? gaveUp : verdict.reason(), location);
  }
}
