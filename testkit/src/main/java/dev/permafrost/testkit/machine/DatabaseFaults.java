package dev.permafrost.testkit.machine;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.testkit.hot.MemoryHotStores;
import java.io.IOException;
import java.nio.file.Path;

/** What the databases of a simulated machine throw when one of their operations fails. */
record DatabaseFaults(Path catalogRoot, Path hotRoot) {

  /**
   * The failure of an operation, as the contracts of the two ports have it.
   *
   * @param operation a constant of the fakes, perhaps with its ending
   * @param subject a chunk's name, where the operation is one of hot databases
   */
  StorageFailure of(MachineFault fault, String operation, String subject) {
    boolean hot = operation.startsWith("hot ");
    Path path = hot ? hotRoot.resolve(subject) : catalogRoot.resolve("rocksdb");
    IOException cause = fault.on(path);
    if (operation.startsWith(MemoryHotStores.SYNC_WITNESS)) {
      String witness = path.resolve("WITNESS").toString();
      return SystemErrors.translateSync(cause, witness, SystemState.UNKNOWN);
    }
    return switch (fault) {
      case NO_SPACE -> new NoSpace(path.toString(), operation, cause);
      case NO_PERMISSION -> new PermissionDenied(path.toString(), operation, cause);
      case IO_ERROR, TOO_MANY_OPEN_FILES ->
          hot
              ? new HotStoreUnavailable(
                  new ChunkId(Integer.parseInt(subject)), path.toString(), fault.words(), cause)
              : new StorageUnavailable(path.toString(), operation, cause);
    };
  }
}
