package dev.permafrost.prove.ledgers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.permafrost.forge.LedgerStreamFile;
import dev.permafrost.forge.LedgerTemplate;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads every real file: parses, hashes and links what is in it, and collects the streams of
 * ledgers for the round trip. A line a file.
 */
final class RealLedgerFiles {

  private final LedgerFigures figures;
  private final PrintWriter out;
  private final Map<String, ArchiveFolder> archives = new HashMap<>();
  private final List<RawLedgers> streams = new ArrayList<>();
  private final Map<String, List<byte[]>> objects = new HashMap<>();

  RealLedgerFiles(LedgerFigures figures, PrintWriter out) {
    this.figures = figures;
    this.out = out;
  }

  /**
   * Reads all of them.
   *
   * @return the streams of linked ledgers, and each other ledger as a stream of its own
   */
  List<RawLedgers> read(Path directory) {
    List<RealFile> files = new ArrayList<>(RealFile.below(directory));
    // Of an archive the headers come first; of a lake the objects in the order of their ledgers.
    files.sort(
        Comparator.comparing(RealFile::folder)
            .thenComparing(RealFile::kind)
            .thenComparing(file -> file.kind() == RealFile.Kind.OBJECT ? 0 : 1)
            .thenComparing(
                RealFile::name,
                (a, b) -> a.endsWith(".xdr.zst") ? b.compareTo(a) : a.compareTo(b)));
    for (RealFile file : files) {
      if (file.kind() == RealFile.Kind.DESCRIPTION) {
        continue;
      }
      figures.file();
      try {
        out.println("ledgers: " + file.name() + " " + read(file));
      } catch (Broken | LedgerFormatException | IOException e) {
        figures.failed(file.name() + ": " + e.getMessage());
      }
    }
    objects.forEach((folder, ledgers) -> addStream(folder, ledgers));
    return List.copyOf(streams);
  }

  private String read(RealFile file) throws IOException {
    return switch (file.kind()) {
      case OBJECT -> readObject(file);
      case LEDGER -> readOne(file, Files.readAllBytes(file.path()));
      case LINKED -> readLinked(file);
      case UNLINKED -> readUnlinked(file);
      case HEADERS -> archive(file).readHeaders(file, figures);
      case TRANSACTIONS -> archive(file).readTransactions(file);
      case RESULTS -> archive(file).readResults(file);
      case TABLE -> readTable(file);
      case DESCRIPTION -> throw new IllegalStateException("no ledgers in " + file.name());
    };
  }

  private ArchiveFolder archive(RealFile file) {
    return archives.computeIfAbsent(file.folder(), folder -> new ArchiveFolder());
  }

  private String readOne(RealFile file, byte[] ledger) {
    LinkedFronts fronts = new LinkedFronts(false, true);
    fronts.add(ledger, figures::real);
    addStream(file.name(), List.of(ledger));
    return fronts.text();
  }

  private String readObject(RealFile file) throws IOException {
    byte[] ledger = LedgerTemplate.read(file.path(), 0);
    List<byte[]> ofLake = objects.computeIfAbsent(file.folder(), folder -> new ArrayList<>());
    LinkedFronts fronts = new LinkedFronts(true, true);
    if (!ofLake.isEmpty()) {
      fronts.add(ofLake.get(ofLake.size() - 1), counted -> {});
    }
    fronts.add(ledger, figures::real);
    ofLake.add(ledger);
    LinkedFronts alone = new LinkedFronts(true, true);
    alone.add(ledger, counted -> {});
    return alone.text();
  }

  private String readLinked(RealFile file) throws IOException {
    List<byte[]> ledgers = LedgerStreamFile.readAll(file.path());
    LinkedFronts fronts = new LinkedFronts(true, true);
    ledgers.forEach(ledger -> fronts.add(ledger, figures::real));
    addStream(file.name(), ledgers);
    return fronts.text();
  }

  private String readUnlinked(RealFile file) throws IOException {
    List<byte[]> ledgers = LedgerStreamFile.readAll(file.path());
    LinkedFronts fronts = new LinkedFronts(false, true);
    for (byte[] ledger : ledgers) {
      LedgerFront front = fronts.add(ledger, figures::real);
      addStream(file.name() + "#" + front.sequence(), List.of(ledger));
    }
    return fronts.text();
  }

  private void addStream(String name, List<byte[]> ledgers) {
    long first = LedgerFront.parse(ByteBuffer.wrap(ledgers.get(0))).sequence();
    streams.add(new RawLedgers(name, new LedgerRange(first, first + ledgers.size() - 1), ledgers));
  }

  /** Lines of protocol, upgrades, scenario, sequence, hash and header, and one before them. */
  private String readTable(RealFile file) throws IOException {
    LinkedFronts fronts = new LinkedFronts(false, false);
    Consumer<LedgerFront> counter = figures::header;
    List<String> lines = Files.readAllLines(file.path(), UTF_8);
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split("\t", -1);
      byte[] header = Base64.getDecoder().decode(parts[5]);
      ByteBuffer ledger = ByteBuffer.allocate(4 + 32 + header.length + 4);
      ledger.put(4, HexFormat.of().parseHex(parts[4])).put(36, header);
      LedgerFront front = fronts.add(ledger.array(), counter);
      Broken.unless(
          front.protocolVersion() == Long.parseLong(parts[0])
              && front.sequence() == Long.parseLong(parts[3])
              && front.headerBytes() == header.length,
          "the header of ledger " + parts[3] + " of " + parts[2] + " says something else");
    }
    return fronts.text();
  }
}
