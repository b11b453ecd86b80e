package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;

/**
 * Bytes that look random and are a pure function of a seed, a sequence and a purpose.
 *
 * <p>SplitMix64: fast, and every purpose of every ledger has a stream of its own, so that what one
 * part of a ledger draws never shifts what another part gets. Not for two threads at once.
 */
final class Noise {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private Noise(long state) {
    this.state = state;
  }

  /** The stream of one purpose of one ledger. */
  static Noise of(long seed, long sequence, long purpose) {
    return new Noise(mix(mix(mix(seed) + sequence) + purpose * GOLDEN_GAMMA));
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A number from {@code least} to {@code most}, both included. */
  int nextInt(int least, int most) {
    return least + (int) Long.remainderUnsigned(nextLong(), (long) most - least + 1);
  }

  LedgerHash nextHash() {
    return new LedgerHash(nextLong(), nextLong(), nextLong(), nextLong());
  }

  /** Fills a part of an array; the length is a multiple of eight. */
  void fill(byte[] target, int offset, int length) {
    for (int at = offset; at < offset + length; at += Long.BYTES) {
      long word = nextLong();
      for (int i = 0; i < Long.BYTES; i++) {
        target[at + i] = (byte) (word >>> (8 * i));
      }
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
