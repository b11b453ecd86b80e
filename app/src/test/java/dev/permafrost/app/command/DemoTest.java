package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration. */
@ExtendWith(DemoStore.Maker.class)
final class DemoTest {

  @TempDir Path temporary;

  @Test
  void itEndsWithBothChunksFrozenAndVerified(DemoStore demo) {
    assertThat(demo.ran().code()).as("%s", demo.ran()).isZero();
    assertThat(Line.pack(demo.directory(), 0)).isRegularFile();
    assertThat(Line.pack(demo.directory(), 1)).isRegularFile();
    assertThat(demo.directory().resolve("hot/00000000")).doesNotExist();
  }

  @Test
  void itPrintsATableOfWhatWasDone(DemoStore demo) {
    assertThat(demo.ran().out())
        .contains("forge a lake")
        .contains("ingest chunk 0 into its hot database")
        .contains("freeze chunk 0 from hot")
        .contains("freeze chunk 1 from the lake")
        .contains("discard chunk 0's hot database")
        .contains("verify chunk 0")
        .contains("verify chunk 1")
        .contains("permafrost status --data " + demo.directory());
    assertThat(demo.ran().out().lines().filter(line -> line.contains("10,000"))).hasSize(5);
  }

  @Test
  void whatIsToldBesideIsCalmWhereItIsNoTerminal(DemoStore demo) {
    // A step or a line in ten seconds, and nothing that a log file would show as signs.
    assertThat(demo.ran().err()).doesNotContain("\033").doesNotContain("\r");
    assertThat(demo.ran().err().lines().count()).isLessThan(60);
  }

  @Test
  void itEndsWithThePageOfItsStore(DemoStore demo) throws IOException {
    Path page = demo.directory().resolveSibling(demo.directory().getFileName() + ".html");
    assertThat(demo.ran().out()).contains(page.toString());
    assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("00000001.pack");
  }

  @Test
  void aPageThatIsThereIsLeftAlone() throws IOException {
    Path page = Files.writeString(temporary.resolve("data.html"), "of somebody");

    Ran ran = Line.run("demo", "--data", temporary.resolve("data"));

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(page).hasContent("of somebody");
  }

  @Test
  void theFirstAuditIsCleanWithoutANote(DemoStore demo) {
    Ran ran = Line.run("audit", "--data", demo.directory());

    assertThat(ran.code()).as("%s", ran).isZero();
    assertThat(ran.out()).contains("notes=0, clean").doesNotContain("foreign");
  }

  @Test
  void aLakeDirectoryThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
    Path data = temporary.resolve("data");
    Files.createDirectories(temporary.resolve("data-lake"));
    Files.writeString(temporary.resolve("data-lake/something"), "of somebody");
    Map<String, String> before = DiskTree.on(temporary).snapshot();

    Ran ran = Line.run("demo", "--data", data);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("data-lake").contains("not empty");
    assertThat(DiskTree.on(temporary).snapshot()).isEqualTo(before);
  }

  @Test
  void aDirectoryThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(temporary.resolve("something"), "of somebody");
    Map<String, String> before = DiskTree.on(temporary).snapshot();

    Ran ran = Line.run("demo", "--data", temporary);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains(temporary.toString()).contains("not empty");
    assertThat(DiskTree.on(temporary).snapshot()).isEqualTo(before);
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("something"), "of somebody");

    Ran ran = Line.run("demo", "--data", file);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(file).hasContent("of somebody");
  }
}
