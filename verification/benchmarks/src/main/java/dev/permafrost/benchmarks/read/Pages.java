package dev.permafrost.benchmarks.read;

import dev.permafrost.domain.read.ReadView;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Reads pages, and looks at a byte of each ledger. */
final class Pages {

  /** How many ledgers a page has. */
  static final int LENGTH = 200;

  private Pages() {}

  /** Reads a page, which must be whole. */
  static void read(ReadView view, long from) {
    AtomicLong touched = new AtomicLong();
    int read =
        view.read(from, LENGTH, (sequence, raw) -> touched.addAndGet(1 + touch(raw))).ledgers();
    if (read != LENGTH) {
      throw new IllegalStateException("a page of " + read + " ledgers from " + from);
    }
  }

  /** Reads a byte: 0 or 1. */
  static int touch(ByteBuffer raw) {
    return raw.get(raw.limit() - 1) & 1;
  }
}
