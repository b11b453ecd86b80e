package dev.permafrost.rocksdb;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.hot.WitnessReading;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Translates errors of RocksDB and of the operating system about one database into failures; the
 * only place that does. Immutable.
 */
abstract class Failures {

  /** The database's directory. */
  private final Path directory;

  private Failures(Path directory) {
    this.directory = directory;
  }

  /** The failures of a chunk's hot database. */
  static Failures ofHot(ChunkId chunk, Path directory) {
    String path = directory.toString();
    return new Failures(directory) {
      @Override
      StorageFailure damaged(String damage, @Nullable Throwable cause) {
        return new HotStoreDamaged(chunk, path, damage, cause);
      }

      @Override
      StorageFailure damagedWitness(String damage) {
        return HotStoreDamaged.ofWitness(chunk, path, damage);
      }

      @Override
      StorageFailure unavailable(String action, String reason, Throwable cause) {
        return new HotStoreUnavailable(chunk, path, "cannot " + action + ": " + reason, cause);
      }
    };
  }

  /** The failures of the catalog's database. */
  static Failures ofCatalog(Path directory) {
    String path = directory.toString();
    return new Failures(directory) {
      @Override
      StorageFailure damaged(String damage, @Nullable Throwable cause) {
        return new CatalogDamaged(path, damage, cause);
      }

      @Override
      StorageFailure damagedWitness(String damage) {
        return CatalogDamaged.behindWitness(path, damage);
      }

      @Override
      StorageFailure unavailable(String action, String reason, Throwable cause) {
        return new StorageUnavailable(path, action, cause);
      }
    };
  }

  /** A part of the database is missing or damaged. */
  abstract StorageFailure damaged(String damage, @Nullable Throwable cause);

  /** The witness does not match the database, which may be intact itself. */
  abstract StorageFailure damagedWitness(String damage);

  StorageFailure damagedWitness(WitnessReading unsound) {
    return damagedWitness(unsound.damage().orElseThrow());
  }

  abstract StorageFailure unavailable(String action, String reason, Throwable cause);

  /**
   * Translates an error of RocksDB.
   *
   * @param action what was tried, as in "cannot open"
   */
  StorageFailure translate(String action, RocksDBException error) {
    String path = directory.toString();
    String text = ErrorKind.text(error);
    SystemState state = SystemState.of(directory);
    return switch (ErrorKind.of(error, directory, state)) {
      case DAMAGE -> damaged(text, error);
      case PERMISSION -> new PermissionDenied(path, action, error);
      case SPACE ->
          new NoSpace(
              path,
              ErrorKind.isSync(error) ? "sync" : action,
              ErrorKind.shortage(error, directory, state),
              error);
      case SYNC -> new DurabilityFailure(path, error);
      case PASSING -> unavailable(action, text, error);
    };
  }

  /** Translates an error of the operating system from outside RocksDB, while writing. */
  StorageFailure translate(String action, IOException error) {
    SystemState state = SystemState.of(directory);
    return named(action, error, SystemErrors.translate(error, action, directory.toString(), state));
  }

  /** Translates an error of the operating system from outside RocksDB, while reading. */
  StorageFailure translateRead(String action, IOException error) {
    SystemState state = SystemState.of(directory);
    return named(
        action, error, SystemErrors.translateRead(error, action, directory.toString(), state));
  }

  /** A temporary error is reported with the database's name. */
  private StorageFailure named(String action, IOException error, StorageFailure translated) {
    String reason =
        error instanceof FileSystemException named && named.getReason() != null
            ? named.getReason()
            : String.valueOf(error.getMessage());
    return translated instanceof StorageUnavailable
        ? unavailable(action, reason, error)
        : translated;
  }

  /** A sync of an open file or directory failed; what it covered may be lost although visible. */
  StorageFailure notDurable(Path path, IOException error) {
    SystemState state = SystemState.of(path);
    return Files.isDirectory(path)
        ? SystemErrors.translateDirectorySync(error, path.toString(), state)
        : SystemErrors.translateSync(error, path.toString(), state);
  }
}
