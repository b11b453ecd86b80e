package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.failure.SystemState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * RocksDB's errors are classified by its messages, DIR standing for the database's directory, in
 * which there is a file 000009.sst and no other.
 */
final class ErrorKindTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Damage: a checksum, or a file that is named and not there.
        "DAMAGE | Corruption | block checksum mismatch: stored = 1, computed = 2 in DIR/000009.sst",
        "DAMAGE | Corruption | CURRENT file does not end with newline",
        "DAMAGE | Corruption | Sst file size mismatch between expected 9 and file system 4",
        "DAMAGE | Corruption | Corruption: IO error: No such file or directory: While open a file"
            + " for random read: DIR/000010.sst: No such file or directory",
        "DAMAGE | IOError | While opening a file for sequentially reading: DIR/MANIFEST-000005: No"
            + " such file or directory",
        "DAMAGE | IOError | While opening a file for sequentially reading: DIR/MANIFEST-000005:"
            + " Datei oder Verzeichnis nicht gefunden",
        // Not damage: an existing file that cannot be opened, whatever the code is.
        "PASSING | Corruption | Corruption: IO error: Too many open files: While open a file for"
            + " random read: DIR/000009.sst: Too many open files",
        "PASSING | Corruption | Corruption: IO error: Zu viele offene Dateien: While open a file"
            + " for random read: DIR/000009.sst: Zu viele offene Dateien",
        "PASSING | Corruption | Corruption: IO error: Input/output error: While pread offset 0 len"
            + " 53: DIR/000009.sst: Input/output error",
        "PASSING | IOError | While open a file for appending: DIR/000011.sst: Too many open files",
        "PASSING | IOError | lock hold by current process, acquire time 1: DIR/LOCK: No locks"
            + " available",
        "PASSING | IOError | While lock file: DIR/LOCK: Resource temporarily unavailable",
        "PASSING | Busy | anything",
        // An operator must act.
        "PERMISSION | IOError | While open a file for appending: DIR/000011.log: Permission denied",
        "PERMISSION | IOError | While lock file: DIR/LOCK: Read-only file system",
        "PERMISSION | Corruption | Corruption: IO error: Permission denied: While open a file for"
            + " random read: DIR/000009.sst: Permission denied",
        "SPACE | IOError | While appending to file: DIR/000011.log: No space left on device",
        "SPACE | IOError | While appending to file: DIR/000011.log: Disk quota exceeded",
        // A failed sync is final, whatever the reason, but no space is not an error of the disk.
        "SYNC | IOError | While fdatasync: DIR/000011.log: Input/output error",
        "SYNC | IOError | While fdatasync: DIR/000011.log: Permission denied",
        "SPACE | IOError | While fsync: DIR/000011.log: No space left on device",
        "SPACE | IOError | While fdatasync: DIR/000011.log: Disk quota exceeded",
        "SYNC | IOError | While fsync: a directory: Input/output error",
      })
  void anErrorIsWhatItsTextAndOurOwnLookMakeOfIt(ErrorKind trouble, Status.Code code, String text)
      throws IOException {
    Files.write(directory.resolve("000009.sst"), new byte[] {1});
    String there = text.replace("DIR", directory.toString());
    assertThat(
            ErrorKind.of(error(code, Status.SubCode.None, there), directory, SystemState.UNKNOWN))
        .isEqualTo(trouble);
  }

  @Test
  void theSubcodeOfAFullDiskNeedsNoText() {
    assertThat(
            ErrorKind.of(
                error(Status.Code.IOError, Status.SubCode.NoSpace, ""),
                directory,
                SystemState.UNKNOWN))
        .isEqualTo(ErrorKind.SPACE);
  }

  @Test
  void anErrorThatSaysNothingMayPass() {
    assertThat(ErrorKind.of(new RocksDBException((String) null), directory, SystemState.UNKNOWN))
        .isEqualTo(ErrorKind.PASSING);
    assertThat(ErrorKind.text(new RocksDBException((String) null))).isNotBlank();
  }

  @Test
  void whatRocksDbSaysIsOneLine() {
    assertThat(ErrorKind.text(error(Status.Code.IOError, Status.SubCode.None, " two\n lines\n")))
        .isEqualTo("two lines");
  }

  private static RocksDBException error(Status.Code code, Status.SubCode subCode, String text) {
    return new RocksDBException(text, new Status(code, subCode, text));
  }
}
