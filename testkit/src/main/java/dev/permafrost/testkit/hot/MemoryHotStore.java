package dev.permafrost.testkit.hot;

import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.testkit.fault.Faults;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** Writes a fake hot database and its witness. */
final class MemoryHotStore extends MemoryHotView implements HotStore {

  private final MemoryWitness witness;
  private final BiFunction<String, IOException, StorageFailure> translate;
  private final Object writing = new Object();
  private boolean failed;
  private boolean syncFailed;

  MemoryHotStore(
      Opening opening,
      MemoryWitness witness,
      BiFunction<String, IOException, StorageFailure> translate) {
    super(opening, OptionalLong.empty());
    this.witness = witness;
    this.translate = translate;
  }

  @Override
  public void commit(HotBatch batch) {
    synchronized (writing) {
      MemoryDatabase database = open();
      if (failed) {
        throw new IllegalStateException("a commit failed before: the store must be closed");
      }
      batch.puts().forEach(put -> database.require(put.family()));
      failed = true;
      faults().before(MemoryHotStores.COMMIT, chunk().name());
      database.commit(batch);
      faults().before(MemoryHotStores.COMMIT + Faults.DONE, chunk().name());
      failed = false;
    }
  }

  @Override
  public void recordWitness(long sequence) {
    synchronized (writing) {
      open();
      faults().before(MemoryHotStores.RECORD_WITNESS, chunk().name());
      try {
        witness.record(sequence);
      } catch (IOException e) {
        throw translate.apply("write the witness of", e);
      }
      faults().before(MemoryHotStores.RECORD_WITNESS + Faults.DONE, chunk().name());
    }
  }

  @Override
  public void syncWitness() {
    synchronized (writing) {
      open();
      sync();
    }
  }

  private void sync() {
    boolean synced = false;
    try {
      faults().before(MemoryHotStores.SYNC_WITNESS, chunk().name());
      witness.sync();
      faults().before(MemoryHotStores.SYNC_WITNESS + Faults.DONE, chunk().name());
      synced = true;
    } catch (IOException e) {
      throw SystemErrors.translateSync(e, location() + "/WITNESS", SystemState.UNKNOWN);
    } finally {
      syncFailed = !synced;
    }
  }

  @Override
  void released() {
    synchronized (writing) {
      try (witness) {
        if (!syncFailed) {
          sync();
        }
      } catch (IOException e) {
        throw translate.apply("close the witness of", e);
      } finally {
        database().unlock();
      }
    }
  }
}
