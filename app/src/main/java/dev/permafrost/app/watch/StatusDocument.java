package dev.permafrost.app.watch;

import dev.permafrost.app.outcome.FailureText;
import dev.permafrost.app.outcome.StepLines;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.read.NewestLedger;
import dev.permafrost.fs.RootSpace;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of a store: the document that {@code status --json} prints, {@code /status.json}
 * serves and the page shows.
 *
 * @param network the network's passphrase, once known
 * @param newest the newest readable ledger
 * @param chunks each chunk that has a key, in order
 * @param unknown the unknown entries of the catalog
 * @param roots the space on the volume of each root
 */
public record StatusDocument(
    Optional<String> network,
    Optional<NewestLedger> newest,
    List<ChunkStatus> chunks,
    List<UnknownCatalogEntry> unknown,
    List<RootSpace> roots) {

  /** Copies the lists. */
  public StatusDocument {
    chunks = List.copyOf(chunks);
    unknown = List.copyOf(unknown);
    roots = List.copyOf(roots);
  }

  /**
   * The fields for JSON.
   *
   * @param now the current time
   * @param commands formats the steps of notices
   */
  public Map<String, Object> fields(Instant now, StepLines commands) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("at", now.toString());
    network.ifPresent(name -> fields.put("network", name));
    newest.ifPresent(ledger -> fields.put("newest", fields(ledger, now)));
    List<Object> volumes = roots.stream().map(root -> root.space().volume()).distinct().toList();
    fields.put("roots", roots.stream().map(root -> fields(root, volumes)).toList());
    fields.put("chunks", chunks.stream().map(status -> fields(status, commands)).toList());
    fields.put(
        "unknown",
        unknown.stream()
            .map(
                entry ->
                    Map.of("key", entry.key(), "value", entry.value(), "problem", entry.problem()))
            .toList());
    return fields;
  }

  private static Map<String, Object> fields(NewestLedger newest, Instant now) {
    Duration age = Duration.between(newest.closedAt(), now);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledger", newest.sequence());
    fields.put("closedAt", newest.closedAt().toString());
    fields.put("ageSeconds", Math.max(0, age.toSeconds()));
    return fields;
  }

  private static Map<String, Object> fields(RootSpace root, List<Object> volumes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("root", root.role().word());
    fields.put("path", root.path().toString());
    fields.put("volume", volumes.indexOf(root.space().volume()));
    fields.put("freeBytes", root.space().freeBytes());
    fields.put("totalBytes", root.space().totalBytes());
    return fields;
  }

  private static Map<String, Object> fields(ChunkStatus status, StepLines commands) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("chunk", status.row().chunk().value());
    fields.put("state", status.row().state().word());
    HotState hot = status.row().hot();
    fields.put("hot", hot == HotState.ABSENT ? "absent" : hot.word());
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
        status.problems().stream()
            .map(problem -> new FailureText(problem, commands).fields())
            .toList());
    return fields;
  }
}
