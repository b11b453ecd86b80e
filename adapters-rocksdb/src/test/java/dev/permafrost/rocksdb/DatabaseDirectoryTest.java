package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reading a database's directory distinguishes, and what clearing it keeps. */
final class DatabaseDirectoryTest {

  @TempDir Path root;
  private Path path;
  private DatabaseDirectory directory;

  @BeforeEach
  void makeADirectory() throws IOException {
    path = Files.createDirectory(root.resolve("database"));
    directory = new DatabaseDirectory(path);
  }

  @Test
  void clearingRemovesWhatIsKnownAndKeepsTheDirectory() throws IOException {
    Files.write(path.resolve("CURRENT"), new byte[1]);
    Files.write(path.resolve("000004.log"), new byte[1]);
    directory.clear();
    assertThat(directory.isEmpty()).isTrue();
    assertThat(path).isDirectory();
    directory.clear();
    new DatabaseDirectory(root.resolve("missing")).clear();
    assertThat(root.resolve("missing")).doesNotExist();
    assertThat(new DatabaseDirectory(root.resolve("missing")).isEmpty()).isTrue();
  }

  @Test
  void clearingSaysWhatStandsInItsWay() throws IOException {
    Files.write(path.resolve("CURRENT"), new byte[1]);
    Path foreign = Files.write(path.resolve("notes.txt"), new byte[5]);
    assertRefused(foreign, "a file of 5 bytes");
    foreign = Files.createDirectory(path.resolve("000007.sst"));
    assertRefused(foreign, "a directory");
    foreign = Files.createSymbolicLink(path.resolve("MANIFEST-000001"), path.resolve("CURRENT"));
    assertRefused(foreign, "a symbolic link");
  }

  /** Also removes it. */
  private void assertRefused(Path foreign, String found) throws IOException {
    Map<String, String> before = DiskTree.on(root).snapshot();
    ForeignEntry failure = catchThrowableOfType(ForeignEntry.class, directory::clear);
    assertThat(failure.path()).isEqualTo(foreign.toString());
    assertThat(failure.found()).isEqualTo(found);
    assertThat(DiskTree.on(root).snapshot()).isEqualTo(before);
    assertThat(directory.foreign()).containsExactly(foreign);
    Files.delete(foreign);
  }

  @Test
  void aDeadLinkInItsPlaceIsForeign() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("nowhere"));
    assertThat(new DatabaseDirectory(link).foreign()).containsExactly(link);
    ForeignEntry failure =
        catchThrowableOfType(ForeignEntry.class, () -> new DatabaseDirectory(link).clear());
    assertThat(failure.found()).isEqualTo("a symbolic link");
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  /** As an operator makes one who moves a database to another volume. */
  @Test
  void aLinkToADirectoryInItsPlaceIsItself() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), path);
    Files.write(path.resolve("CURRENT"), new byte[3]);
    DatabaseDirectory linked = new DatabaseDirectory(link);
    assertThat(linked.look()).isEqualTo(DatabaseLook.PRESENT);
    assertThat(linked.foreign()).isEmpty();
    assertThat(linked.sizeBytes()).isEqualTo(3);
  }

  @Test
  void onlyTablesAndLogsWithSomethingInThemAreContent() throws IOException {
    assertThat(directory.hasContent()).isFalse();
    assertThat(new DatabaseDirectory(root.resolve("missing")).hasContent()).isFalse();
    Files.createDirectory(path.resolve("000007.sst"));
    Files.write(path.resolve("000008.log"), new byte[0]);
    assertThat(directory.hasContent()).isFalse();
    Files.write(path.resolve("000008.log"), new byte[1]);
    assertThat(directory.hasContent()).isTrue();
    Files.delete(path.resolve("000008.log"));
    Files.write(path.resolve("000009.sst"), new byte[1]);
    assertThat(directory.hasContent()).isTrue();
    assertThat(new DatabaseDirectory(path.resolve("000009.sst")).hasContent()).isFalse();
  }

  @Test
  void whatIsWrittenInPlaceAndHasASecondNameIsShared() throws IOException {
    for (String name :
        List.of("WITNESS", "CURRENT", "MANIFEST-000005", "000004.log", "000009.sst", "LOG")) {
      Files.write(path.resolve(name), new byte[1]);
      Files.createLink(root.resolve("copy of " + name), path.resolve(name));
    }
    Files.write(path.resolve("000010.log"), new byte[1]);
    assertThat(directory.shared())
        .containsExactly(
            path + "/000004.log", path + "/CURRENT", path + "/MANIFEST-000005", path + "/WITNESS");
    assertThat(new DatabaseDirectory(path.resolve("LOG")).shared()).isEmpty();
    assertThat(new DatabaseDirectory(root.resolve("missing")).shared()).isEmpty();
  }

  @Test
  void theSizeIsThatOfItsFiles() throws IOException {
    Files.write(path.resolve("000004.log"), new byte[7]);
    Files.write(path.resolve("notes.txt"), new byte[5]);
    Files.createDirectory(path.resolve("lost"));
    assertThat(directory.sizeBytes()).isEqualTo(12);
    assertThat(new DatabaseDirectory(root.resolve("missing")).sizeBytes()).isZero();
  }
}
