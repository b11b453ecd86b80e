package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A real store with two frozen chunks, and the ways in which it comes to be violated. */
final class AuditedStore {

  /** The chunks that the demonstration froze. */
  static final int FROZEN = 0;

  static final int ALSO_FROZEN = 1;

  /** A chunk that the demonstration knows nothing of. */
  static final int FREE = 7;

  private final DemoStore demo;
  private final Path data;
  private final Path scratch;

  /** A copy of the demonstration's store. */
  AuditedStore(DemoStore demo, Path data, Path scratch) {
    this.demo = demo;
    this.data = demo.copyTo(data);
    this.scratch = scratch;
  }

  Path data() {
    return data;
  }

  DiskTree tree() {
    return DiskTree.on(data);
  }

  String lake() {
    return demo.lakeAddress();
  }

  /** The path of a chunk's pack below the data directory. */
  static String pack(int chunk) {
    return String.format(Locale.ROOT, "ledgers/00000/%08d.pack", chunk);
  }

  /** Audits, with the result as JSON. */
  Ran audit(Object... more) {
    List<Object> words = new ArrayList<>(List.of("audit", "--json", "--data", data));
    words.addAll(List.of(more));
    return Line.run(words.toArray());
  }

  /** Runs a command that has to succeed. */
  Ran run(Object... words) {
    List<Object> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--data", data));
    Ran ran = Line.run(line.toArray());
    assertThat(ran.code()).as("%s", ran).isZero();
    return ran;
  }

  /** Gives the frozen chunk up, so that it does not disturb other tests. */
  void forget(int chunk) {
    run("recover", "--chunks", chunk, "--artifacts", "ledgers", "--yes");
    run("sweep");
  }

  /** Makes the first chunk hot instead of frozen, up to a ledger. */
  void ingestUntil(long ledger) {
    if (Files.exists(data.resolve(pack(FROZEN)))) {
      forget(FROZEN);
    }
    run("ingest", "--chunk", FROZEN, "--until", ledger, "--lake", lake());
  }

  /** Puts a key into the catalog, past everything. */
  void put(String key, String value) {
    commit(MetaBatch.builder().put(key, value).build());
  }

  /** Deletes a key of the catalog, past everything. */
  void delete(String key) {
    commit(MetaBatch.builder().delete(key).build());
  }

  private void commit(MetaBatch batch) {
    try (MetaStore catalog = RocksDbStores.metaStores(data.resolve("catalog")).openExisting()) {
      catalog.commit(batch);
    }
  }

  /** Copies a file or a tree within the store, as an operator's slip would. */
  void copy(String from, String to) {
    try {
      Files.createDirectories(data.resolve(to).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DemoStore.copy(data.resolve(from), data.resolve(to), List.of());
  }

  /** The files of a hot database that end like this. */
  List<String> hotFiles(String suffix) {
    return tree().snapshot().keySet().stream()
        .filter(path -> path.startsWith("hot/00000000/") && path.endsWith(suffix))
        .toList();
  }

  /** Puts another chain's ledgers behind the first chunk, as if they had been ingested here. */
  void ingestAnotherChainBehind(int chunk) {
    forget(chunk);
    long first = chunk * 10_000L + 2;
    Path otherLake = scratch.resolve("other-lake");
    Path other = scratch.resolve("other");
    Ran forged =
        Line.run(
            "lake", "forge", "--out", otherLake, "--first", first, "--ledgers", 20, "--seed", 99);
    assertThat(forged.code()).as("%s", forged).isZero();
    Ran ingested =
        Line.run(
            "ingest",
            "--chunk",
            chunk,
            "--until",
            first + 10,
            "--data",
            other,
            "--lake",
            "file:" + otherLake);
    assertThat(ingested.code()).as("%s", ingested).isZero();
    String directory = String.format(Locale.ROOT, "%08d", chunk);
    DemoStore.copy(
        other.resolve("hot").resolve(directory), data.resolve("hot/" + directory), List.of());
    put("hot:chunk:" + directory, "ready");
  }

  /** The repairs that an audit printed, each once, in order. */
  static List<String> repairs(Ran audit) {
    return findings(audit).stream()
        .filter(finding -> !finding.get("severity").asText().equals("note"))
        .filter(finding -> finding.has("repair"))
        .map(finding -> finding.get("repair").asText())
        .distinct()
        .toList();
  }

  /** All findings of an audit. */
  static List<JsonNode> findings(Ran audit) {
    List<JsonNode> findings = new ArrayList<>();
    audit.json().get("chunks").forEach(chunk -> chunk.get("findings").forEach(findings::add));
    audit.json().get("elsewhere").forEach(findings::add);
    return findings;
  }

  /** Runs a printed line as a shell would: each command, if the one before it succeeded. */
  static void runPrinted(String line) {
    for (String command : line.split(" && ", -1)) {
      List<String> words = words(command);
      assertThat(words.get(0)).isEqualTo("permafrost");
      Ran ran = Line.run(words.subList(1, words.size()).toArray());
      assertThat(ran.code()).as("%s", ran).isZero();
    }
  }

  /** The words of a command; an apostrophe begins and ends what is taken as it is. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < command.length(); i++) {
      char next = command.charAt(i);
      if (next == '\'') {
        quoted = !quoted;
      } else if (next == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(next);
      }
    }
    words.add(word.toString());
    return words;
  }
}
