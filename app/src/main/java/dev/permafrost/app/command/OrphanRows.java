package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Console;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.audit.Orphan;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.wiring.OpenStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code recover --orphans}: lists the entries without a key, as a reader; with {@code --yes} it
 * removes them, as the writer.
 */
final class OrphanRows {

  private final @Nullable ChunkSpan span;
  private final OrphanRemoval.Scope scope;
  private final Invocation in;

  /** Creates the listing for some chunks, or for all if there is no span. */
  OrphanRows(@Nullable ChunkSpan span, OrphanRemoval.Scope scope, Invocation in) {
    this.span = span;
    this.scope = scope;
    this.in = in;
  }

  /** Lists them. */
  ExitCode list() {
    try (OpenStore<StoreView> opened = in.openForReading()) {
      StoreView view = opened.store();
      List<Orphan> orphans = wanted(view.orphans(in.cancel()));
      print(
          in.console(),
          orphans.stream()
              .map(orphan -> new Row(orphan, view.removesOrphan(scope, orphan), null))
              .toList());
      if (orphans.isEmpty()) {
        return ExitCode.DONE;
      }
      in.console().note("nothing was changed: add --yes to do it");
      return ExitCode.USAGE;
    }
  }

  /** Removes them. */
  ExitCode remove() {
    try (OpenStore<Store> opened = in.openExisting()) {
      OrphanRemoval removal = opened.store().orphans();
      ExitCode worst = ExitCode.DONE;
      List<Row> rows = new ArrayList<>();
      for (OrphanRemoval.Outcome outcome :
          removal.remove(wanted(removal.find(in.cancel())), scope, in.cancel())) {
        boolean isInScope = outcome.removed() || removal.isIn(scope, outcome.orphan());
        rows.add(new Row(outcome.orphan(), isInScope, outcome));
        if (outcome.failure().isPresent()) {
          in.console().failure(outcome.failure().get());
          worst = worst.worse(ExitCode.of(outcome.failure().get()));
        }
      }
      print(in.console(), rows);
      return worst;
    }
  }

  private List<Orphan> wanted(List<Orphan> orphans) {
    return orphans.stream()
        .filter(
            orphan ->
                span == null
                    || (orphan.chunk().compareTo(span.first()) >= 0
                        && orphan.chunk().compareTo(span.last()) <= 0))
        .toList();
  }

  /** An orphan, and the result of its removal, if it was to be removed. */
  private record Row(Orphan orphan, boolean isInScope, OrphanRemoval.@Nullable Outcome outcome) {

    private String verb() {
      if (!isInScope) {
        return orphan.kind().isPresent()
            ? "leave alone, it may be a copy of ledgers (adopt it, or add --packs-too):"
            : "leave alone, it may hold ledgers (adopt it, or add --hot-too):";
      }
      if (outcome == null) {
        return "remove";
      }
      if (outcome.removed()) {
        return "removed";
      }
      return outcome.failure().isPresent()
          ? "failed to remove"
          : "left alone, it has a key by now:";
    }

    private String kind() {
      return orphan.kind().map(ArtifactKind::name).orElse("hot");
    }

    private String line() {
      String size = orphan.kind().isPresent() ? ", " + Quantity.bytes(orphan.sizeBytes()) : "";
      return "chunk "
          + orphan.chunk()
          + ": "
          + verb()
          + " "
          + orphan.path()
          + " ("
          + kind()
          + size
          + "), which has no key";
    }

    private Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("chunk", orphan.chunk().value());
      fields.put("kind", kind());
      fields.put("path", orphan.path());
      fields.put("bytes", orphan.sizeBytes());
      fields.put("leftAlone", !isInScope);
      Optional.ofNullable(outcome).ifPresent(done -> fields.put("removed", done.removed()));
      return fields;
    }
  }

  private static void print(Console console, List<Row> rows) {
    console.result(
        () ->
            rows.isEmpty()
                ? List.of("nothing without a key")
                : rows.stream().map(Row::line).toList(),
        () -> Map.of("orphans", rows.stream().map(Row::fields).toList()));
  }
}
