package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.permafrost.backend.DataLake;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** What is expected of the client, in the words in which a scenario says it. */
final class Expect {

  private Expect() {}

  /** Something does what it does, or fails. */
  @FunctionalInterface
  interface Doing {
    void run() throws Exception;
  }

  /** Two things are equal. */
  static void equal(String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      throw new Unmet(what + " is " + found + ", expected " + expected);
    }
  }

  /** Something holds. */
  static void that(boolean holds, String what) {
    if (!holds) {
      throw new Unmet("not so: " + what);
    }
  }

  /**
   * Doing something fails with exactly this failure.
   *
   * @param parts what its message says
   */
  @CanIgnoreReturnValue
  static <T extends StorageFailure> T failure(Class<T> kind, Doing doing, String... parts) {
    return throwing(kind, doing, parts);
  }

  /** Doing something throws exactly this, with these parts in its message. */
  @CanIgnoreReturnValue
  static <T extends Exception> T throwing(Class<T> kind, Doing doing, String... parts) {
    try {
      doing.run();
    } catch (Exception e) {
      if (!kind.isInstance(e)) {
        Unmet other = new Unmet("it fails with " + e + ", expected " + kind.getSimpleName());
        other.addSuppressed(e);
        throw other;
      }
      for (String part : parts) {
        that(
            String.valueOf(e.getMessage()).contains(part),
            "'" + e.getMessage() + "' has '" + part + "'");
      }
      return kind.cast(e);
    }
    throw new Unmet("nothing fails, expected " + kind.getSimpleName());
  }

  /** A lake lends exactly the ledgers that it was made of. */
  static void stream(DataLake lake, LakeSite site, long first, long last) {
    stream(lake, site.ledgers(first, last), first, last);
  }

  /** Reads a range to its end, whatever it holds; returns how many ledgers it lent. */
  @CanIgnoreReturnValue
  static int read(DataLake lake, long first, long last) {
    int lent = 0;
    try (LedgerStream stream = lake.stream(new LedgerRange(first, last), CancelToken.NEVER)) {
      while (stream.next()) {
        lent++;
      }
    }
    return lent;
  }

  private static void stream(DataLake lake, List<byte[]> expected, long first, long last) {
    try (LedgerStream stream = lake.stream(new LedgerRange(first, last), CancelToken.NEVER)) {
      for (int i = 0; i < expected.size(); i++) {
        that(stream.next(), "ledger " + (first + i) + " comes");
        sameBytes(first + i, expected.get(i), stream.borrowedRaw());
      }
      that(!stream.next(), "nothing comes behind ledger " + last);
    }
  }

  /** A ledger that is lent has these bytes. */
  static void sameBytes(long sequence, byte[] expected, ByteBuffer borrowed) {
    that(ByteBuffer.wrap(expected).equals(borrowed), "ledger " + sequence + " is as it was made");
  }
}
