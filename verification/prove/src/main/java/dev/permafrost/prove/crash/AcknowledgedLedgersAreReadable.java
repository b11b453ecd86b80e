package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.failure.StorageFailure;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * I1: every ledger whose commit returned is readable after restart, byte for byte. Asked of the
 * production code, opened for reading.
 */
final class AcknowledgedLedgersAreReadable implements Invariant {

  @Override
  public String name() {
    return "I1 acknowledged ledgers are readable";
  }

  @Override
  public Optional<String> brokenBy(Remains remains) {
    if (remains.promised().isEmpty()) {
      return Optional.empty();
    }
    long version = remains.machine().version();
    Optional<String> broken =
        remains.machine().quietly(() -> read(remains.site(), remains.promised()));
    if (broken.isEmpty() && remains.machine().version() != version) {
      return Optional.of("reading changed the machine");
    }
    return broken;
  }

  private static Optional<String> read(Site site, Iterable<Long> promised) {
    long current = 0;
    try (StoreView view = site.view()) {
      for (long sequence : promised) {
        current = sequence;
        ByteBuffer expected = ByteBuffer.wrap(Bench.ledger(sequence));
        if (!view.ledgers().withLedger(sequence, expected::equals)) {
          return Optional.of("ledger " + sequence + " has other bytes");
        }
      }
      return Optional.empty();
    } catch (StorageFailure e) {
      return Optional.of("ledger " + current + " of " + promised + ": " + e);
    }
  }
}
