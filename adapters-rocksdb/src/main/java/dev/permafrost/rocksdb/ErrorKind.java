package dev.permafrost.rocksdb;

import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The kinds of RocksDB errors.
 *
 * <p>RocksDB's codes are ambiguous: a missing table is a corruption, and so is one that cannot be
 * opened because of too many open files; a missing manifest is an I/O error. Its text says more,
 * but ends in the operating system's message, which depends on the locale. So the text is used to
 * find the file, and a check of that file, of the volume and of the process decides if possible;
 * the message comes second, and an unknown error is treated as temporary, never as damage.
 */
enum ErrorKind {
  /** A file is missing or damaged. */
  DAMAGE,
  /** The operating system denies access. */
  PERMISSION,
  /** The volume is full. */
  SPACE,
  /** A sync failed. */
  SYNC,
  /** Anything else; a later try may help. */
  PASSING;

  private static final Pattern SYNCING =
      Pattern.compile("While (fdatasync|fsync|sync_file_range)|F_FULLFSYNC");
  private static final Pattern READING =
      Pattern.compile("random read|sequentially read|file sequentially|a file for size|mmap");
  private static final Pattern LOCKING = Pattern.compile("lock hold by|While lock file");

  /** Classifies an error of the database in a directory, after checking the file that it names. */
  static ErrorKind of(RocksDBException error, Path directory, SystemState state) {
    Status status = error.getStatus();
    String text = text(error);
    boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
    if (corrupt && !text.contains("IO error:")) {
      return DAMAGE;
    }
    if (isNoSpace(status)) {
      return SPACE;
    }
    boolean isSync = isSync(error);
    ErrorKind said =
        switch (saidBy(text, directory, state)) {
          case NO_SPACE, NO_FILES, QUOTA, NO_SPACE_BEFORE -> SPACE;
          case DENIED -> isSync ? SYNC : PERMISSION;
          case NO_DESCRIPTORS, UNSUPPORTED, OTHER -> isSync ? SYNC : PASSING;
        };
    return said == PASSING && READING.matcher(text).find() ? ofNamedFile(text, directory) : said;
  }

  /** Whether an error comes from a sync, and is therefore final. */
  static boolean isSync(RocksDBException error) {
    return SYNCING.matcher(text(error)).find();
  }

  private static boolean isNoSpace(@Nullable Status status) {
    return status != null && status.getSubCode() == Status.SubCode.NoSpace;
  }

  /** The missing resource, if the kind is {@link #SPACE}. */
  static NoSpace.Shortage shortage(RocksDBException error, Path directory, SystemState state) {
    return switch (saidBy(text(error), directory, state)) {
      case NO_SPACE -> NoSpace.Shortage.BYTES;
      case NO_FILES -> NoSpace.Shortage.FILES;
      case QUOTA -> NoSpace.Shortage.QUOTA;
      default -> NoSpace.Shortage.UNTOLD;
    };
  }

  /** Without the path, which may contain any words. */
  private static SystemErrors.Kind saidBy(String text, Path directory, SystemState state) {
    boolean isWrite = !READING.matcher(text).find() && !LOCKING.matcher(text).find();
    String words = text.replace(directory.toString(), "");
    if (LOCKING.matcher(text).find() && state.refusesWrites()) {
      return SystemErrors.Kind.DENIED;
    }
    return SystemErrors.kindOf(words, isWrite, state);
  }

  /** If a file could not be read, a check of the file is more reliable than the message. */
  private static ErrorKind ofNamedFile(String text, Path directory) {
    Matcher named = Pattern.compile(Pattern.quote(directory + "/") + "([\\w.-]+)").matcher(text);
    if (!named.find()) {
      return PASSING;
    }
    Path file = directory.resolve(named.group(1));
    if (Files.notExists(file)) {
      return DAMAGE;
    }
    return Files.isReadable(file) ? PASSING : PERMISSION;
  }

  /** RocksDB's message, in one line. */
  static String text(RocksDBException error) {
    Status status = error.getStatus();
    String state = status == null ? null : status.getState();
    String text = state == null ? error.getMessage() : state;
    return text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
  }
}
