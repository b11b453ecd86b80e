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
 * The place that holds a lake's objects, asked about one key at a time. It remembers how its server
 * answers:
 *
 * <ul>
 *   <li>whether it knows HEAD at all; a GET of the first byte takes its place;
 *   <li>whether it denies access to what is missing, as a store does that does not let its readers
 *       list. A denial then means absent, if its code is plain {@code AccessDenied} and something
 *       could be read here before. A HEAD has no code, so the first one is followed by a GET;
 *   <li>whether it says no to anything: some answer each path with a page;
 *   <li>what could be read last. Denials that were taken for absences are only believed if that can
 *       still be read ({@link #confirm}): else the server has begun to deny everything.
 * </ul>
 *
 * <p>Safe for several threads.
 */
public final class LakeStore {

  /** Named as an object, and of no lake: its first ledger would be behind its last. */
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
    // A directory does not make things up.
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

  /** Whether there is an object of that key. */
  boolean isThere(String key, Deadline deadline) {
    return isThere(question(address(key)), deadline);
  }

  /** The same, and caches on the way are to ask the server. */
  boolean isThereNow(String key, Deadline deadline) {
    return isThere(question(address(key)).fresh(), deadline);
  }

  /** The first yes is only believed of a server that can say no, too. */
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

  /** The object of a key, if it is there. */
  public Optional<byte[]> read(String key, long mostBytes, Deadline deadline) {
    return read(Request.get(address(key), mostBytes), deadline);
  }

  private Optional<byte[]> read(Request request, Deadline deadline) {
    RequestRunner.Reply reply = runner.run(request, deadline);
    return isThere(request, reply.outcome()) ? Optional.of(reply.bytes()) : Optional.empty();
  }

  /** The same, and caches on the way are to ask the server. */
  Optional<byte[]> readNow(String key, long mostBytes, Deadline deadline) {
    return read(Request.get(address(key), mostBytes).fresh(), deadline);
  }

  /** What to ask this server for, to know whether something is there. */
  public Request question(URI address) {
    return knowsNoHead ? Request.firstByte(address) : Request.head(address);
  }

  /** What is asked next, if the answer to a question does not say enough. */
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

  /** Whether anything could be read there so far. */
  boolean hasBeenRead() {
    return hasBeenRead;
  }

  /** Notes that something was there. */
  public void noteRead(URI address) {
    hasBeenRead = true;
    hasDenied = false;
    isShut = false;
    lastRead = address;
  }

  /**
   * Whether an outcome says that an object is there.
   *
   * @throws StorageFailure if it says neither yes nor no
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
   * Whether an outcome says that an object is not there; if it is a denial, as far as {@link
   * #confirm} says.
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
   * Makes sure that what was denied since something could be read last is missing, and not only
   * denied.
   *
   * @throws LakeForbidden if what could be read is denied now, too, several times in a row
   */
  public void confirm(Deadline deadline) {
    URI known = lastRead;
    if (!hasDenied || known == null) {
      return;
    }
    Request request = Request.firstByte(known).fresh();
    // Where a denial did not pass before, one more of the same is enough.
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
   * Asks for what no lake holds: some servers answer each path they do not know with a page.
   *
   * @throws LakeForbidden if it is said to be there
   */
  void requireNo(Deadline deadline) {
    Request question = question(address(IMPOSSIBLE_KEY));
    ResponseOutcome outcome = outcome(question, deadline);
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT && !question.isGet()) {
      // Its HEAD says yes to anything; its GET may know better.
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
    // A denial of what cannot be there is how this server says no.
    isAbsent(outcome);
    hasDenied = false;
  }
}
