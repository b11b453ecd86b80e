package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.MachineFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** A lake whose questions and deliveries count as operations of the machine that asks them. */
final class LakeOnMachine implements BulkBackend {

  private final Machine machine;
  private final BulkBackend lake;

  LakeOnMachine(Machine machine, BulkBackend lake) {
    this.machine = machine;
    this.lake = lake;
  }

  @Override
  public String location() {
    return lake.location();
  }

  @Override
  public String network(CancelToken cancel) {
    step("lake network");
    return lake.network(cancel);
  }

  @Override
  public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
    step("lake covers");
    return lake.covers(sequence, timeLeft, cancel);
  }

  @Override
  public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    step("lake tip");
    return lake.tip(timeLeft, cancel);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    step("lake stream");
    LedgerStream stream = lake.stream(range, cancel);
    return new LedgerStream() {
      @Override
      public boolean next() {
        step("lake next");
        return stream.next();
      }

      @Override
      public ByteBuffer borrowedRaw() {
        return stream.borrowedRaw();
      }

      @Override
      public String origin() {
        return stream.origin();
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  private void step(String name) {
    machine.operation(name, location(), fault -> failure(fault));
  }

  /** As the contract of the port has it: what is refused is told apart from what may pass. */
  private StorageFailure failure(MachineFault fault) {
    if (fault == MachineFault.NO_PERMISSION) {
      return new LakeForbidden(location(), 403);
    }
    IOException cause = fault.on(Path.of(location()));
    return new BackendUnreachable(location(), fault.words(), cause);
  }
}
