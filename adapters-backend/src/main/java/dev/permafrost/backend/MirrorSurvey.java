package dev.permafrost.backend;

import dev.permafrost.backend.batch.BatchReader;
import dev.permafrost.backend.lake.LakeDescription;
import dev.permafrost.backend.lake.LakeExtension;
import dev.permafrost.backend.lake.LakeExtent;
import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.failure.LakeDamage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Surveys one mirror, and combines the surveys of several. */
final class MirrorSurvey {

  private final Mirror mirror;
  private final long largestObjectBytes;

  MirrorSurvey(Mirror mirror, long largestObjectBytes) {
    this.mirror = mirror;
    this.largestObjectBytes = largestObjectBytes;
  }

  /**
   * Surveys the mirror.
   *
   * @param hint an index near which objects may be; negative for none
   */
  LakeSurvey survey(long hint, Deadline deadline) {
    LakeDescription description = mirror.metadata().description(deadline);
    LakeObjects objects = mirror.metadata().objects(deadline);
    LakeExtent extent = mirror.extent(objects);
    boolean canList = extent.canList(deadline);
    OptionalLong newest = extent.newest(hint, deadline);
    OptionalLong oldest =
        newest.isPresent() ? extent.oldest(newest.getAsLong(), deadline) : OptionalLong.empty();
    mirror.store().confirm(deadline);
    LakeExtension extension = objects.extension();
    return new LakeSurvey(
        mirror.location(),
        description.network(),
        description.hasManifest(),
        description.layout().ledgersPerBatch(),
        description.layout().batchesPerPartition(),
        extension == null ? Optional.empty() : Optional.of(extension.suffix()),
        canList,
        oldest.isPresent()
            ? OptionalLong.of(firstLedger(objects, oldest.getAsLong(), deadline))
            : OptionalLong.empty(),
        newest.isPresent()
            ? OptionalLong.of(description.layout().bounds(newest.getAsLong()).last())
            : OptionalLong.empty());
  }

  /**
   * The first ledger of an object; the content of an object named from 0 must be read to find out.
   */
  private long firstLedger(LakeObjects objects, long index, Deadline deadline) {
    ObjectBounds bounds = objects.layout().bounds(index);
    if (bounds.first() > 0 || bounds.length() == 1) {
      return bounds.first();
    }
    String location = objects.location(index);
    byte[] body =
        mirror
            .store()
            .read(objects.key(index), largestObjectBytes, deadline)
            .orElseThrow(() -> new LakeDamage(location, "it was there a moment ago", null));
    return BatchReader.readHeader(List.of(ByteBuffer.wrap(body)), bounds, location).start();
  }

  /**
   * The combined survey of the mirrors: as the first one, but with the range of all of them
   * together.
   *
   * @param surveys at least one
   */
  static LakeSurvey together(List<LakeSurvey> surveys) {
    LakeSurvey first = surveys.get(0);
    List<LakeSurvey> highestFirst =
        new ArrayList<>(surveys.stream().filter(survey -> survey.tip().isPresent()).toList());
    highestFirst.sort(Comparator.comparing((LakeSurvey survey) -> -survey.tip().getAsLong()));
    OptionalLong tip = OptionalLong.empty();
    OptionalLong from = OptionalLong.empty();
    for (LakeSurvey survey : highestFirst) {
      tip = tip.isPresent() ? tip : survey.tip();
      boolean reachesTheRun = from.isPresent() && survey.tip().getAsLong() >= from.getAsLong() - 1;
      boolean isOfTheTip = survey.tip().getAsLong() == tip.getAsLong();
      if (survey.first().isPresent() && (isOfTheTip || reachesTheRun)) {
        long begin = survey.first().getAsLong();
        from = OptionalLong.of(from.isPresent() ? Math.min(from.getAsLong(), begin) : begin);
      }
    }
    return new LakeSurvey(
        String.join(", ", surveys.stream().map(LakeSurvey::location).toList()),
        first.network(),
        first.hasManifest(),
        first.ledgersPerBatch(),
        first.batchesPerPartition(),
        surveys.stream().map(LakeSurvey::extension).flatMap(Optional::stream).findFirst(),
        first.canList(),
        from,
        tip);
  }
}
