package dev.permafrost.backend.stream;

import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a lake that hold a range's ledgers, one after another, each with what is the
 * matter with it. Not thread-safe. The caller that opens it must close it.
 *
 * <p>Of an object that is there everything is checked that it says by itself: its frame, the
 * batch's bounds, and of each ledger the sequence, the header's hash and the link within the
 * object. Whether it links to the object before it is its reader's business.
 */
public interface ObjectWalk extends AutoCloseable {

  /** What an object is found to be. */
  enum State {
    /** It is there, and everything that it says by itself is right. */
    SOUND,
    /** No mirror has it. */
    MISSING,
    /** Its bytes cannot be what anybody stored. */
    DAMAGED,
    /** Its bytes are sound and not what belongs under its name. */
    WRONG,
    /** It could not be fetched, or it is of a version not known here: nothing is known of it. */
    UNREAD
  }

  /**
   * Moves to the next object; false behind the last one.
   *
   * @throws StorageFailure {@code Cancelled} within a second of the token; the first failure, once
   *     so many objects in a row could not be read that the lake itself must be out of reach
   */
  boolean next();

  /** What the present object is found to be. */
  State state();

  /** Why it is damaged, wrong or unread; empty if it is sound or missing. */
  Optional<StorageFailure> failure();

  /** The ledgers that its name promises, from ledger 2 on. */
  LedgerRange named();

  /** The ledgers of a sound object: those of its name, but where a lake begins inside of it. */
  LedgerRange ledgers();

  /**
   * The front of one of a sound object's ledgers.
   *
   * @param sequence one of {@link #ledgers}
   */
  LedgerFront front(long sequence);

  /** Where it is or should be, for messages, without secrets. */
  String location();

  /** A sound object as it is stored, in parts, valid until the next call of {@link #next}. */
  List<ByteBuffer> borrowedBody();

  /** How many bytes a sound object has as it is stored. */
  long storedBytes();

  /** Frees connections and buffers, without waiting for the network; closing twice is harmless. */
  @Override
  void close();
}
