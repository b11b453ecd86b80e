package dev.permafrost.app.command;

import com.google.common.collect.Range;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.LakeSurvey;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeGap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;

/** Shows what a lake covers. */
@Command(
    name = "survey",
    description = "Shows what the lake covers, and which chunks can be built from it.")
final class LakeSurveyCommand implements Action {

  /**
   * A page of a listing has a thousand objects; more than a hundred requests need to be asked for.
   */
  private static final long MOST_OBJECTS_LISTED = 100_000;

  @Override
  public ExitCode perform(Invocation in) {
    Duration patience = in.patience();
    try (DataLake lake = in.openLake()) {
      in.progress().step("asking the lake");
      LakeSurvey survey = lake.survey(patience, in.cancel());
      List<LedgerRange> missing = missing(lake, survey, patience, in);
      Map<String, Object> fields = fields(survey, missing);
      in.console().result(() -> lines(fields), () -> fields);
      if (missing.isEmpty()) {
        return ExitCode.DONE;
      }
      LakeGap gap =
          new LakeGap(survey.location(), missing.get(0).first(), "missing are " + missing);
      in.console().failure(gap);
      return ExitCode.of(gap);
    }
  }

  private static List<LedgerRange> missing(
      DataLake lake, LakeSurvey survey, Duration patience, Invocation in) {
    if (!survey.canList() || survey.tip().isEmpty() || survey.first().isEmpty()) {
      return List.of();
    }
    LedgerRange extent = new LedgerRange(survey.first().getAsLong(), survey.tip().getAsLong());
    if (extent.length() / survey.ledgersPerBatch() > MOST_OBJECTS_LISTED) {
      return List.of();
    }
    List<LedgerRange> missing = new ArrayList<>();
    for (Range<Long> hole : lake.missing(extent, patience, in.cancel()).asRanges()) {
      missing.add(new LedgerRange(hole.lowerEndpoint(), hole.upperEndpoint() - 1));
    }
    return missing;
  }

  private static Map<String, Object> fields(LakeSurvey survey, List<LedgerRange> missing) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lake", survey.location());
    fields.put("network", survey.network());
    fields.put("manifest", survey.hasManifest());
    fields.put("ledgersPerBatch", survey.ledgersPerBatch());
    fields.put("batchesPerPartition", survey.batchesPerPartition());
    survey.extension().ifPresent(extension -> fields.put("extension", extension));
    fields.put("canList", survey.canList());
    survey.first().ifPresent(first -> fields.put("firstLedger", first));
    survey.tip().ifPresent(tip -> fields.put("tip", tip));
    wholeChunks(survey.first(), survey.tip())
        .ifPresent(
            chunks -> {
              fields.put("firstChunk", chunks.first());
              fields.put("lastChunk", chunks.last());
            });
    if (!missing.isEmpty()) {
      fields.put("missing", missing.stream().map(LedgerRange::toString).toList());
    }
    return fields;
  }

  /** The chunks that lie completely between the lake's first ledger and its tip. */
  private static Optional<LedgerRange> wholeChunks(OptionalLong first, OptionalLong tip) {
    Geometry geometry = Geometry.STANDARD;
    if (first.isEmpty() || tip.isEmpty() || tip.getAsLong() > geometry.last(geometry.largest())) {
      return Optional.empty();
    }
    long begin = Math.max(first.getAsLong(), Geometry.FIRST_LEDGER);
    if (tip.getAsLong() < begin) {
      return Optional.empty();
    }
    ChunkId lowest = geometry.chunkOf(begin);
    long from = geometry.first(lowest) == begin ? lowest.value() : lowest.value() + 1L;
    ChunkId highest = geometry.chunkOf(tip.getAsLong());
    long to = geometry.last(highest) == tip.getAsLong() ? highest.value() : highest.value() - 1L;
    return from > to ? Optional.empty() : Optional.of(new LedgerRange(from, to));
  }

  private static List<String> lines(Map<String, Object> fields) {
    List<String> lines = new ArrayList<>();
    fields.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "%-20s %s", name, value)));
    if (!fields.containsKey("tip")) {
      lines.add("it holds no ledger");
    } else if (!fields.containsKey("firstLedger")) {
      lines.add("there is a hole below its tip: its first ledger cannot be determined");
    } else if (!fields.containsKey("firstChunk")) {
      lines.add("it covers no whole chunk");
    }
    return lines;
  }
}
