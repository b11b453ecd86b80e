package dev.permafrost.backend.stream;

import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Iterates over the objects of a lake that hold a range's ledgers, with the state of each. Not
 * thread-safe. The caller that opens it must close it.
 *
 * <p>For an existing object, everything in it is checked: its frame, the batch's bounds, and for
 * each ledger the sequence, the header's hash and the link within the object. The caller must check
 * the link to the previous object.
 */
public interface ObjectWalk extends AutoCloseable {

  /** The state of an object. */
  enum State {
    /** It exists, and everything in it is correct. */
    SOUND,
    /** No mirror has it. */
    MISSING,
    /** Its bytes are damaged. */
    DAMAGED,
    /** Its bytes are intact, but do not belong under its name. */
    WRONG,
    /** It could not be fetched, or its version is unknown: nothing is known about it. */
    UNREAD
  }

  /**
   * Moves to the next object; returns false after the last one.
   *
   * @throws StorageFailure {@code Cancelled} within a second of the token's cancellation; the first
   *     failure, once so many objects in a row could not be read that the lake itself must be
   *     unreachable
   */
  boolean next();

  /** The state of the current object. */
  State state();

  /** Why it is damaged, wrong or unread; empty if it is sound or missing. */
  Optional<StorageFailure> failure();

  /** The ledgers according to its name, from ledger 2 on. */
  LedgerRange named();

  /** The ledgers of a sound object: those of its name, except if the lake starts inside it. */
  LedgerRange ledgers();

  /**
   * The front of one of a sound object's ledgers.
   *
   * @param sequence one of {@link #ledgers}
   */
  LedgerFront front(long sequence);

  /** Where it is or should be, for messages, without secrets. */
  String location();

  /** The stored bytes of a sound object, in parts, valid until the next call of {@link #next}. */
  List<ByteBuffer> borrowedBody();

  /** The stored size of a sound object in bytes. */
  long storedBytes();

  /**
   * Frees connections and buffers, without waiting for the network; closing twice has no effect.
   */
  @Override
  void close();
}
