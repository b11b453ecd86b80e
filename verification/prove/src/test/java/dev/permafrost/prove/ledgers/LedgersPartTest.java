package dev.permafrost.prove.ledgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.testkit.source.WrongLedgers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Ledgers of every protocol, there and back. */
final class LedgersPartTest {

  private final LedgersPart part = new LedgersPart();
  private final StringWriter printed = new StringWriter();

  @TempDir Path directory;

  private boolean run(String... arguments) {
    new CommandLine(part).parseArgs(arguments);
    return part.holds(new PrintWriter(printed, true));
  }

  private List<String> lines() {
    return printed.toString().lines().toList();
  }

  private String lastLine() {
    return lines().get(lines().size() - 1);
  }

  @Test
  void ledgersOfAShapeThatNobodyDefinedGoThereAndBackWithOneRemark() {
    ForgedStreams.Stream stream =
        ForgedStreams.all().stream()
            .filter(one -> one.name().equals("unknown-version"))
            .findFirst()
            .orElseThrow();

    assertThat(new RoundTrip(stream.ledgers(), true, directory.resolve("trip")).run())
        .contains("remarks-a-run=1");
  }

  @Test
  void withoutTheRealFilesItFailsUnlessToldToDoWithout() {
    part.ledgers = directory;
    LedgerFigures figures = new LedgerFigures();
    try (WorkDirectory work = WorkDirectory.make("ledgers")) {
      part.checkReal(figures, work, new PrintWriter(printed, true));
      assertThat(figures.failures())
          .singleElement()
          .asString()
          .startsWith("the real ledgers are not there: no ");

      part.ifThere = true;
      part.checkReal(figures, work, new PrintWriter(printed, true));
    }
    assertThat(figures.failures()).hasSize(1);
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("skipped: the real ledgers are not there: no ");
  }

  @Test
  void ledgersThatWereNotReadOrMadeAreMissed() {
    LedgerFigures figures = new LedgerFigures();
    figures.requireUsualReal();
    figures.requireForged();

    assertThat(figures.failures())
        .containsExactly(
            "of the usual real ledgers there are files=225 real=395 headers=14681",
            "of forged ledgers there are forged=411 of protocols 0,11,20,22,23,27,28,29");
  }

  @Test
  void aFileOfNoKnownKindIsNotPassedOver() throws IOException {
    Files.createDirectories(directory.resolve("real"));
    Files.writeString(directory.resolve("real/strange.bin"), "?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run("--ledgers", directory.toString()))
        .withMessageContaining("strange.bin");
  }

  @Test
  void aLedgerThatDoesNotLinkIsFound() {
    LedgerRange range = new LedgerRange(2, 19);
    List<byte[]> ledgers = new ArrayList<>(forged(range));
    ledgers.set(5, WrongLedgers.withLinkTo(LedgerHash.ZERO, ledgers.get(5)));
    RawLedgers broken = new RawLedgers("broken", range, ledgers);

    assertThatThrownBy(() -> new RoundTrip(broken, false, directory.resolve("trip")).run())
        .isInstanceOf(BrokenChain.class);
    LinkedFronts fronts = new LinkedFronts(true, true);
    for (int i = 0; i < 5; i++) {
      fronts.add(ledgers.get(i), counted -> {});
    }
    assertThatThrownBy(() -> fronts.add(ledgers.get(5), counted -> {}))
        .isInstanceOf(Broken.class)
        .hasMessageContaining("does not link");
  }

  @Test
  void aRemarkThatIsDueAndDoesNotComeIsFound() {
    LedgerRange range = new LedgerRange(2, 4);
    RawLedgers known = new RawLedgers("known", range, forged(range));

    assertThatThrownBy(() -> new RoundTrip(known, true, directory.resolve("trip")).run())
        .isInstanceOf(Broken.class)
        .hasMessageContaining("0 remarks");
  }

  @Test
  void aStreamOfRecordsIsFrozenAndItsPacksAreLeft() throws IOException {
    Path stream = directory.resolve("stream.xdr");
    writeStream(stream, forged(new LedgerRange(30, 60)));
    Path out = directory.resolve("packs");

    boolean holds =
        run(
            "--stream",
            stream.toString(),
            "--chunk-length",
            "10",
            "--chunks",
            "3-4",
            "--out",
            out.toString());

    assertThat(holds).isTrue();
    assertThat(lastLine()).isEqualTo("ledgers: chunks=2 packs=2 failed=0");
    try (Stream<Path> packs = Files.list(out)) {
      assertThat(packs.map(pack -> pack.getFileName().toString()))
          .containsExactlyInAnyOrder("00000003.pack", "00000004.pack");
    }
    assertThat(
            run(
                "--stream",
                stream.toString(),
                "--chunk-length",
                "10",
                "--chunks",
                "5-6",
                "--out",
                out.toString()))
        .isFalse();
    assertThat(lastLine()).isEqualTo("ledgers: chunks=2 packs=0 failed=2");
  }

  private static List<byte[]> forged(LedgerRange range) {
    return LedgerForge.small(4).ledgers(range).stream().map(ForgedLedger::toBytes).toList();
  }

  private static void writeStream(Path file, List<byte[]> ledgers) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] ledger : ledgers) {
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(ledger.length | 0x8000_0000).array());
      bytes.writeBytes(ledger);
    }
    Files.write(file, bytes.toByteArray());
  }
}
