package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.catalog.CatalogScan;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.read.NewestLedger;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.wiring.OpenStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the catalog as a table, with what is on disk beside it. */
@Command(
    name = "status",
    description = "Shows what the store holds: a row for each chunk. Changes nothing.")
final class StatusCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption which;

  @Override
  public ExitCode perform(Invocation in) {
    try (OpenStore<StoreView> opened = in.openForReading()) {
      StoreView view = opened.store();
      List<ChunkStatus> statuses = new ArrayList<>();
      List<UnknownCatalogEntry> unknown = List.of();
      if (which.chunks == null) {
        CatalogScan scan = view.catalog().scan();
        unknown = scan.unknown();
        scan.rows().forEach(row -> statuses.add(view.inventory().status(row)));
      } else {
        which.chunks.chunks().forEach(chunk -> statuses.add(view.inventory().status(chunk)));
      }
      List<UnknownCatalogEntry> entries = unknown;
      Optional<NewestLedger> newest = view.inventory().newest();
      in.console()
          .result(
              () -> lines(statuses, newest, in),
              () -> fields(statuses, entries, view.catalog().network(), newest, in));
      return judge(statuses, entries, in);
    }
  }

  private static ExitCode judge(
      List<ChunkStatus> statuses, List<UnknownCatalogEntry> unknown, Invocation in) {
    ExitCode worst = ExitCode.DONE;
    Stream<StorageFailure> problems =
        Stream.concat(
            statuses.stream().flatMap(status -> status.problems().stream()), unknown.stream());
    for (StorageFailure problem : problems.toList()) {
      in.console().failure(problem);
      worst = worst.worse(ExitCode.of(problem));
    }
    return worst;
  }

  private static List<String> lines(
      List<ChunkStatus> statuses, Optional<NewestLedger> newest, Invocation in) {
    if (statuses.isEmpty()) {
      return List.of("no chunk");
    }
    List<String> lines = new ArrayList<>(table(statuses).lines());
    newest.ifPresent(ledger -> lines.add(line(ledger, in)));
    return lines;
  }

  private static String line(NewestLedger newest, Invocation in) {
    return "newest ledger "
        + newest.sequence()
        + ", closed "
        + newest.closedAt()
        + ", "
        + Quantity.age(in.age(newest.closedAt()))
        + " ago";
  }

  private static Table table(List<ChunkStatus> statuses) {
    Table table =
        new Table(
            ">chunk", "state", "hot", "artifacts", ">highest", ">hot size", ">files", "paths");
    for (ChunkStatus status : statuses) {
      table.add(
          status.row().chunk(),
          status.row().state().word(),
          hotWord(status),
          artifactWords(status),
          status.highest().isPresent() ? Long.toString(status.highest().getAsLong()) : "-",
          status.hotBytes() == 0 ? "-" : Quantity.bytes(status.hotBytes()),
          fileBytes(status) == 0 ? "-" : Quantity.bytes(fileBytes(status)),
          paths(status));
    }
    return table;
  }

  private static String hotWord(ChunkStatus status) {
    return status.row().hot() == HotState.ABSENT ? "-" : status.row().hot().word();
  }

  private static String artifactWords(ChunkStatus status) {
    String words =
        status.row().artifacts().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue().word())
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "-" : words;
  }

  private static long fileBytes(ChunkStatus status) {
    return status.files().values().stream().mapToLong(file -> file.bytes().orElse(0)).sum();
  }

  private static String paths(ChunkStatus status) {
    Stream<String> files = status.files().values().stream().map(ChunkStatus.File::path);
    Stream<String> hot =
        status.row().hot() == HotState.ABSENT ? Stream.of() : Stream.of(status.hotPath());
    return Stream.concat(hot, files).collect(Collectors.joining(" "));
  }

  private static Map<String, Object> fields(
      List<ChunkStatus> statuses,
      List<UnknownCatalogEntry> unknown,
      Optional<String> network,
      Optional<NewestLedger> newest,
      Invocation in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    network.ifPresent(name -> fields.put("network", name));
    newest.ifPresent(ledger -> fields.put("newest", fields(ledger, in)));
    fields.put("chunks", statuses.stream().map(status -> fields(status, in)).toList());
    fields.put(
        "unknown",
        unknown.stream()
            .map(
                entry ->
                    Map.of("key", entry.key(), "value", entry.value(), "problem", entry.problem()))
            .toList());
    return fields;
  }

  private static Map<String, Object> fields(NewestLedger newest, Invocation in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledger", newest.sequence());
    fields.put("closedAt", newest.closedAt().toString());
    fields.put("ageSeconds", in.age(newest.closedAt()).toSeconds());
    return fields;
  }

  private static Map<String, Object> fields(ChunkStatus status, Invocation in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("chunk", status.row().chunk().value());
    fields.put("state", status.row().state().word());
    fields.put("hot", status.row().hot() == HotState.ABSENT ? "absent" : hotWord(status));
    status.highest().ifPresent(highest -> fields.put("highest", highest));
    fields.put("hotPath", status.hotPath());
    fields.put("hotBytes", status.hotBytes());
    Map<String, Object> artifacts = new LinkedHashMap<>();
    status
        .files()
        .forEach(
            (kind, file) -> {
              Map<String, Object> artifact = new LinkedHashMap<>();
              artifact.put("state", status.row().artifact(kind).word());
              artifact.put("path", file.path());
              file.bytes().ifPresent(bytes -> artifact.put("bytes", bytes));
              artifacts.put(kind.name(), artifact);
            });
    fields.put("artifacts", artifacts);
    fields.put(
        "problems",
        status.problems().stream().map(problem -> in.console().text(problem).fields()).toList());
    return fields;
  }
}
