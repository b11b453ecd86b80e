package dev.permafrost.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bulk ingestion of a source that waits for the network, over the real adapters. */
final class WaitingSourceTest {

  private static final Geometry EIGHT = new Geometry(8);
  private static final ChunkId ZERO = new ChunkId(0);
  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1).ledgers(EIGHT.range(ZERO));

  @TempDir Path temporary;

  /** The old code committed a ledger when the next one came: the source would wait for ever. */
  @Test
  void aLedgerOfASourceThatThenWaitsIsAcknowledgedMeanwhile() {
    Acknowledgements acknowledged = new Acknowledgements();
    try (OpenStore<Store> opened = store(acknowledged)) {
      IngestResult result =
          opened
              .store()
              .ingest()
              .ingest(
                  ZERO,
                  OptionalLong.empty(),
                  new OneAtATime(acknowledged),
                  Optional.of("A Network"),
                  CancelToken.NEVER);
      assertThat(result.ledgers()).isEqualTo(8);
    }
  }

  @Test
  void whatCameBeforeASourceWasCancelledStays() {
    Acknowledgements acknowledged = new Acknowledgements();
    CancelSource cancel = new CancelSource();
    LedgerSource source =
        new OneAtATime(acknowledged) {
          @Override
          void beforeNext(long sequence) {
            super.beforeNext(sequence);
            if (sequence == 5) {
              cancel.cancel();
            }
          }
        };
    try (OpenStore<Store> opened = store(acknowledged)) {
      assertThatThrownBy(
              () ->
                  opened
                      .store()
                      .ingest()
                      .ingest(
                          ZERO,
                          OptionalLong.empty(),
                          source,
                          Optional.of("A Network"),
                          cancel.token()))
          .isInstanceOf(Cancelled.class);
      assertThat(opened.store().inventory().status(ZERO).highest()).hasValue(4);
    }
  }

  @MustBeClosed
  private OpenStore<Store> store(StorageEvents events) {
    return Permafrost.at(temporary.resolve("data")).geometry(EIGHT).events(events).open();
  }

  /** Counts the ledgers that were committed. */
  private static final class Acknowledgements implements StorageEvents {
    private final List<CountDownLatch> ledgers =
        LEDGERS.stream().map(ledger -> new CountDownLatch(1)).toList();

    @Override
    public void ended(Attempt attempt) {}

    @Override
    public void progressed(Progress progress) {
      ledgers.get((int) progress.ledgersDone() - 1).countDown();
    }

    void await(long sequence) {
      try {
        if (!ledgers.get((int) (sequence - 2)).await(30, TimeUnit.SECONDS)) {
          throw new AssertionError("ledger " + sequence + " was not committed in 30 s");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Gives each ledger only when the one before it is committed. */
  private static class OneAtATime implements LedgerSource {
    private final Acknowledgements acknowledged;

    OneAtATime(Acknowledgements acknowledged) {
      this.acknowledged = acknowledged;
    }

    void beforeNext(long sequence) {
      if (sequence > 2) {
        acknowledged.await(sequence - 1);
      }
    }

    @Override
    public String location() {
      return "the network";
    }

    @Override
    public LedgerStream stream(LedgerRange range, CancelToken cancel) {
      Iterator<ForgedLedger> left = LEDGERS.iterator();
      return new SuppliedStream(
          location(),
          () -> {
            if (!left.hasNext()) {
              return Optional.empty();
            }
            ForgedLedger next = left.next();
            beforeNext(next.sequence());
            cancel.throwIfCancelled();
            byte[] raw = next.toBytes();
            return Optional.of(ByteBuffer.allocateDirect(raw.length).put(raw).flip());
          },
          cancel);
    }
  }
}
