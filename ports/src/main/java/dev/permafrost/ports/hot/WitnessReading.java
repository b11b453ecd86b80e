package dev.permafrost.ports.hot;

import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * The content of a chunk's witness: the highest ledger that was acknowledged, or why it is not
 * known.
 *
 * @param state whether it can be trusted
 * @param sequence the highest acknowledged ledger as far as the witness knows; one below the
 *     chunk's first ledger if there is none; 0 if the witness is not valid
 */
public record WitnessReading(State state, long sequence) {

  /** Whether a witness can be trusted. */
  public enum State {
    /** At least one slot is valid; the larger of the valid ones counts. */
    SOUND,
    /** There is no such file. */
    MISSING,
    /** Neither slot is valid. */
    UNSOUND
  }

  /** A witness that could be read. */
  public static WitnessReading sound(long sequence) {
    return new WitnessReading(State.SOUND, sequence);
  }

  /** No file. */
  public static WitnessReading missing() {
    return new WitnessReading(State.MISSING, 0);
  }

  /** A file without a valid slot. */
  public static WitnessReading unsound() {
    return new WitnessReading(State.UNSOUND, 0);
  }

  /** What is wrong with the witness itself, in words; empty if it is valid. */
  public Optional<String> damage() {
    return switch (state) {
      case SOUND -> Optional.empty();
      case MISSING -> Optional.of("its witness is missing");
      case UNSOUND -> Optional.of("neither slot of its witness is sound");
    };
  }

  /**
   * What is wrong with it as the witness of a chunk's hot database, in words; empty if it names one
   * of the chunk's ledgers, or none yet.
   */
  public Optional<String> damageFor(LedgerRange range) {
    if (state == State.SOUND && (sequence < range.first() - 1 || sequence > range.last())) {
      return Optional.of("its witness says ledger " + sequence + ", outside of " + range);
    }
    return damage();
  }
}
