package dev.permafrost.rocksdb;

import dev.permafrost.ports.failure.SystemErrors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The kinds that RocksDB's errors are told apart by.
 *
 * <p>Its codes say little: a missing table is a corruption, and so is one that cannot be opened
 * because too many files are; a missing manifest is an I/O error. Its text says more, but ends in
 * the operating system's words, which depend on the locale. So the text names a file, and our own
 * look at that file decides where it can; the words come second, and what is not understood is
 * trouble that may pass, never damage.
 */
enum ErrorKind {
  /** A file is missing or its content is not sound. */
  DAMAGE,
  /** The operating system refuses access. */
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

  /** Judges an error of the database in a directory, with a look at the file that it names. */
  static ErrorKind of(RocksDBException error, Path directory) {
    Status status = error.getStatus();
    String text = text(error);
    if (SYNCING.matcher(text).find()) {
      return SYNC;
    }
    // Without the path, which may contain any words.
    SystemErrors.Kind said = SystemErrors.kindOf(text.replace(directory.toString(), ""));
    if (said == SystemErrors.Kind.NO_SPACE
        || (status != null && status.getSubCode() == Status.SubCode.NoSpace)) {
      return SPACE;
    }
    if (said == SystemErrors.Kind.DENIED) {
      return PERMISSION;
    }
    if (READING.matcher(text).find()) {
      Matcher named = Pattern.compile(Pattern.quote(directory + "/") + "([\\w.-]+)").matcher(text);
      if (named.find()) {
        Path file = directory.resolve(named.group(1));
        if (Files.notExists(file)) {
          return DAMAGE;
        }
        if (!Files.isReadable(file)) {
          return PERMISSION;
        }
      }
    }
    boolean corrupt = status != null && status.getCode() == Status.Code.Corruption;
    return corrupt && !text.contains("IO error:") ? DAMAGE : PASSING;
  }

  /** What RocksDB says, in one line. */
  static String text(RocksDBException error) {
    Status status = error.getStatus();
    String state = status == null ? null : status.getState();
    String text = state == null ? error.getMessage() : state;
    return text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
  }
}
