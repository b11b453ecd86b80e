package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.watch.StatusDocument;
import dev.permafrost.app.watch.StatusPage;
import dev.permafrost.domain.catalog.CatalogScan;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.read.NewestLedger;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.fs.RootSpace;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the catalog as a table, together with the files on disk. */
@Command(
    name = "status",
    description = "Shows what the store holds: a row for each chunk. Changes nothing.")
final class StatusCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption which;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page to open in a browser, of the store as it is now.")
  private @Nullable Path html;

  @Override
  public ExitCode perform(Invocation in) {
    try (OpenStore<StoreView> opened = in.openForReading()) {
      StatusDocument document =
          which.chunks == null
              ? whole(opened.store(), in.roots())
              : of(which.chunks, opened.store(), in.roots());
      Supplier<Map<String, Object>> fields =
          () -> document.fields(in.calendar().instant(), new StepCommands(in.options()));
      if (html != null) {
        write(html, StatusPage.ofFile(fields.get()));
      }
      in.console().result(() -> lines(document, in), fields::get);
      return judge(document, in);
    }
  }

  /** The status of all chunks in a store's catalog. */
  static StatusDocument whole(StoreView view, RootPaths roots) {
    CatalogScan scan = view.catalog().scan();
    List<ChunkStatus> statuses =
        scan.rows().stream().map(row -> view.inventory().status(row)).toList();
    return document(view, statuses, scan.unknown(), roots);
  }

  private static StatusDocument of(ChunkSpan chunks, StoreView view, RootPaths roots) {
    List<ChunkStatus> statuses =
        chunks.chunks().stream().map(chunk -> view.inventory().status(chunk)).toList();
    return document(view, statuses, List.of(), roots);
  }

  private static StatusDocument document(
      StoreView view,
      List<ChunkStatus> statuses,
      List<UnknownCatalogEntry> unknown,
      RootPaths roots) {
    return new StatusDocument(
        view.catalog().network(),
        view.inventory().newest(),
        statuses,
        unknown,
        RootSpace.of(roots));
  }

  /** Writes a page to open in a browser, replacing an existing file. */
  static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new StorageUnavailable(file.toString(), "write", e);
    }
  }

  private static ExitCode judge(StatusDocument document, Invocation in) {
    ExitCode worst = ExitCode.DONE;
    Stream<StorageFailure> problems =
        Stream.concat(
            document.chunks().stream().flatMap(status -> status.problems().stream()),
            document.unknown().stream());
    for (StorageFailure problem : problems.toList()) {
      in.console().failure(problem);
      worst = worst.worse(ExitCode.of(problem));
    }
    return worst;
  }

  private static List<String> lines(StatusDocument document, Invocation in) {
    if (document.chunks().isEmpty()) {
      return List.of("no chunk");
    }
    List<String> lines = new ArrayList<>(table(document.chunks()).lines());
    document.newest().ifPresent(ledger -> lines.add(line(ledger, in)));
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
}
