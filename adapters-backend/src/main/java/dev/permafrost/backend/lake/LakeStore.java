package dev.permafrost.backend.lake;

import dev.permafrost.backend.access.Locations;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.RequestRunner;
import dev.permafrost.backend.transport.ResponseOutcome;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.StorageFailure;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server or directory that holds a lake's objects; requests name one key. It remembers how the
 * server behaves:
 *
 * <ul>
 *   <li>whether it supports HEAD; otherwise a GET of the first byte is used;
 *   <li>whether it denies access to missing objects, as a store does whose readers may not list. A
 *       denial then means absent, if its code is {@code AccessDenied} and something was read here
 *       before. A HEAD has no code, so the first one is followed by a GET;
 *   <li>whether it answers 404 at all: some servers answer every path with a page;
 *   <li>the last object that was read. Denials that were interpreted as absence are only trusted if
 *       that object can still be read ({@link #confirm}): otherwise the server has started to deny
 *       everything.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class LakeStore {

  /**
   * Has the form of an object's name, but exists in no lake: its first ledger would be after its
   * last.
   */
  private static final String IMPOSSIBLE_KEY = "00000000--4294967295-0.xdr.zst";

  private final URI base;
  private final RequestRunner runner;
  private volatile boolean hasBeenRead;
  private volatile boolean saysNo;
  private volatile boolean knowsNoHead;
  private volatile boolean deniesWhatIsMissing;
  private volatile boolean hasDenied;
  private volatile boolean isShut;
  private volatile @Nullable URI lastRead;

  LakeStore(URI base, RequestRunner runner) {
    this.base = base;
    this.runner = runner;
    // A directory does not answer for files that do not exist.
    this.saysNo = base.getScheme().equals("file");
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

  /** Whether an object with that key exists. */
  boolean isThere(String key, Deadline deadline) {
    return isThere(question(address(key)), deadline);
  }

  /** The same, but caches on the way must ask the server. */
  boolean isThereNow(String key, Deadline deadline) {
    return isThere(question(address(key)).fresh(), deadline);
  }

  /** The first positive answer is only trusted if the server can also answer negatively. */
  private boolean isThere(Request question, Deadline deadline) {
    boolean isThere = isThere(question, outcome(question, deadline));
    if (isThere && !saysNo) {
      requireNo(deadline);
    }
    saysNo = true;
    return isThere;
  }

  private ResponseOutcome outcome(Request question, Deadline deadline) {
    ResponseOutcome first = runner.run(question, deadline).outcome();
    return instead(question, first)
        .map(other -> runner.run(other, deadline).outcome())
        .orElse(first);
  }

  /** The object with a key, if it exists. */
  public Optional<byte[]> read(String key, long mostBytes, Deadline deadline) {
    return read(Request.get(address(key), mostBytes), deadline);
  }

  private Optional<byte[]> read(Request request, Deadline deadline) {
    RequestRunner.Reply reply = runner.run(request, deadline);
    return isThere(request, reply.outcome()) ? Optional.of(reply.bytes()) : Optional.empty();
  }

  /** The same, but caches on the way must ask the server. */
  Optional<byte[]> readNow(String key, long mostBytes, Deadline deadline) {
    return read(Request.get(address(key), mostBytes).fresh(), deadline);
  }

  /** The request to use for this server to find out whether an object exists. */
  public Request question(URI address) {
    return knowsNoHead ? Request.firstByte(address) : Request.head(address);
  }

  /** The next request, if the answer to the first one is not conclusive. */
  public Optional<Request> instead(Request asked, ResponseOutcome outcome) {
    if (asked.isGet()) {
      return Optional.empty();
    }
    if (outcome.status() == 405 || outcome.status() == 501) {
      knowsNoHead = true;
      return Optional.of(asked.asFirstByte());
    }
    boolean isRefusal =
        switch (outcome.kind()) {
          case FORBIDDEN -> !(outcome.isDenied() && deniesWhatIsMissing && hasBeenRead);
          case REFUSED -> outcome.status() >= 400 && outcome.status() != 407;
          default -> false;
        };
    return isRefusal ? Optional.of(asked.asFirstByte()) : Optional.empty();
  }

  /** Whether anything was read there so far. */
  boolean hasBeenRead() {
    return hasBeenRead;
  }

  /** Records that an object exists. */
  public void noteRead(URI address) {
    hasBeenRead = true;
    hasDenied = false;
    isShut = false;
    lastRead = address;
  }

  /**
   * Whether an outcome says that an object exists.
   *
   * @throws StorageFailure if it says neither
   */
  private boolean isThere(Request asked, ResponseOutcome outcome) {
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT) {
      noteRead(asked.uri());
      return true;
    }
    if (isAbsent(outcome)) {
      return false;
    }
    throw outcome.failure(asked.location(), 1);
  }

  /**
   * Whether an outcome says that an object does not exist; a denial must be confirmed by {@link
   * #confirm}.
   */
  public boolean isAbsent(ResponseOutcome outcome) {
    if (outcome.isDenied() && hasBeenRead) {
      deniesWhatIsMissing = true;
      hasDenied = true;
      return true;
    }
    return outcome.kind() == ResponseOutcome.Kind.ABSENT;
  }

  /**
   * Confirms that objects denied since the last successful read are missing, and not only denied.
   *
   * @throws LakeForbidden if the object that was read is now denied, too, several times in a row
   */
  public void confirm(Deadline deadline) {
    URI known = lastRead;
    if (!hasDenied || known == null) {
      return;
    }
    Request request = Request.firstByte(known).fresh();
    // If a denial persisted before, one more of the same is enough.
    boolean mayPass = !isShut;
    try {
      ResponseOutcome outcome = runner.run(request, it -> judged(it, mayPass), deadline).outcome();
      if (outcome.kind() == ResponseOutcome.Kind.PRESENT) {
        noteRead(known);
      } else if (outcome.kind() != ResponseOutcome.Kind.ABSENT) {
        throw outcome.failure(request.location(), 1);
      }
    } catch (LakeForbidden e) {
      isShut = true;
      throw e;
    }
  }

  private static ResponseOutcome judged(ResponseOutcome outcome, boolean mayPass) {
    if (!mayPass) {
      return outcome.asFinal();
    }
    return outcome.isDenied() ? outcome.asPassing() : outcome;
  }

  /**
   * Requests an object that no lake holds: some servers answer every unknown path with a page.
   *
   * @throws LakeForbidden if it is reported to exist
   */
  void requireNo(Deadline deadline) {
    Request question = question(address(IMPOSSIBLE_KEY));
    ResponseOutcome outcome = outcome(question, deadline);
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT && !question.isGet()) {
      // Its HEAD answers positively for every path; its GET may not.
      outcome = runner.run(question.asFirstByte(), deadline).outcome();
      knowsNoHead = outcome.kind() != ResponseOutcome.Kind.PRESENT;
    }
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT) {
      throw new LakeForbidden(
          question.location(),
          outcome.status(),
          "this server answers 200 to anything, so what it holds cannot be told",
          "make the server answer 404 to what it does not hold (no page for unknown paths)");
    }
    // A denial of a nonexistent object is how this server answers negatively.
    isAbsent(outcome);
    hasDenied = false;
  }
}
