package dev.permafrost.backend;

import dev.permafrost.backend.lake.LakeExtent;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.lake.Mirrors;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Determines what it means that no mirror has an object. Before it is reported missing, this checks
 * that the mirrors can still be read, that their manifests have not changed, and that the ledgers
 * do not exist under another name.
 */
final class MissingObject {

  private final Mirrors mirrors;

  MissingObject(Mirrors mirrors) {
    this.mirrors = mirrors;
  }

  /**
   * The reason why an object that no mirror has cannot be reported missing; empty if it can.
   *
   * @param isFirst whether the object before it was not missing
   */
  Optional<StorageFailure> doubt(long index, boolean isFirst, Deadline deadline) {
    Mirrors.Answers<Optional<StorageFailure>> asked =
        mirrors.askAll((mirror, own) -> doubt(mirror, index, isFirst, own), deadline);
    return Stream.concat(
            asked.values().stream().flatMap(Optional::stream), asked.failures().stream())
        .findFirst();
  }

  private static Optional<StorageFailure> doubt(
      Mirror mirror, long index, boolean isFirst, Deadline deadline) {
    try {
      mirror.store().confirm(deadline);
      if (!isFirst) {
        return Optional.empty();
      }
      LakeObjects objects = mirror.metadata().objects(deadline);
      Optional<StorageFailure> reason =
          mirror
              .metadata()
              .changeUnderWay(deadline)
              .or(() -> underAnotherName(objects, index, deadline));
      if (reason.isEmpty()) {
        // A listed object in its place that does not fit the lake's layout is named in the message.
        mirror.extent(objects).nameListed(held(objects, index), (ignored, bytes) -> {}, deadline);
      }
      return reason;
    } catch (LakeForbidden | LakeDamage e) {
      return Optional.of(e);
    }
  }

  private static Optional<StorageFailure> underAnotherName(
      LakeObjects objects, long index, Deadline deadline) {
    return objects
        .underOtherExtension(index, deadline)
        .map(
            other ->
                new LakeGap(
                    objects.location(index),
                    held(objects, index).first(),
                    "it is there as "
                        + other
                        + ": the lake changes the extension of its names here, and a lake has"
                        + " one"));
  }

  private static LedgerRange held(LakeObjects objects, long index) {
    LakeLayout layout = objects.layout();
    return new LedgerRange(
        Math.max(layout.bounds(index).first(), LakeLayout.FIRST_LEDGER),
        layout.bounds(index).last());
  }

  /**
   * The failure for an object that does not exist: a hole if the lake continues after it, otherwise
   * it was requested too early.
   */
  StorageFailure explain(long index, Deadline deadline) {
    Mirror first = mirrors.descriptions(deadline).answers().get(0).mirror();
    LakeObjects objects = first.metadata().objects(deadline);
    LakeLayout layout = objects.layout();
    long firstMissing = Math.max(layout.bounds(index).first(), LakeLayout.FIRST_LEDGER);
    String location = objects.location(index);
    try {
      Optional<StorageFailure> doubt =
          mirrors
              .askAll((mirror, own) -> doubt(mirror, index, true, own), deadline)
              .values()
              .stream()
              .flatMap(Optional::stream)
              .findFirst();
      if (doubt.isPresent()) {
        return doubt.get();
      }
      Mirrors.Answers<Edges> asked =
          mirrors.askAll((mirror, own) -> edges(mirror, index, own), deadline);
      if (!asked.failures().isEmpty()) {
        StorageFailure unasked = asked.failures().get(0);
        return new BackendUnreachable(
            location,
            "ledger "
                + firstMissing
                + " is at no mirror that answers, and one does not: "
                + unasked.getMessage(),
            unasked);
      }
      return explain(location, firstMissing, index, layout, asked.values());
    } catch (BackendUnreachable e) {
      StorageFailure gap =
          new LakeGap(location, firstMissing, "whether the lake goes on behind it is not known");
      gap.addSuppressed(e);
      return gap;
    }
  }

  /** The indexes of a mirror's newest object, and of the first of the run up to it. */
  private record Edges(OptionalLong oldest, OptionalLong newest) {}

  /** The first object of a mirror is only searched if the mirror continues after an index. */
  private static Edges edges(Mirror mirror, long index, Deadline deadline) {
    mirror.store().confirm(deadline);
    LakeExtent extent = mirror.extent(mirror.metadata().objects(deadline));
    OptionalLong newest = extent.newest(index, deadline);
    boolean goesOn = newest.isPresent() && newest.getAsLong() >= index;
    OptionalLong oldest =
        goesOn ? extent.oldest(newest.getAsLong(), deadline) : OptionalLong.empty();
    mirror.store().confirm(deadline);
    return new Edges(oldest, newest);
  }

  private static StorageFailure explain(
      String location, long firstMissing, long index, LakeLayout layout, List<Edges> edges) {
    OptionalLong newest = present(edges.stream().map(Edges::newest)).max();
    if (newest.isEmpty() || newest.getAsLong() < index) {
      String tip =
          newest.isEmpty()
              ? "no object of the lake is found"
              : "the lake's tip is " + layout.bounds(newest.getAsLong()).last() + ", below it";
      return new BackendUnreachable(
          location, "ledger " + firstMissing + " is not there (yet): " + tip, null);
    }
    OptionalLong oldest = present(edges.stream().map(Edges::oldest)).min();
    String whereElse =
        oldest.isPresent() && oldest.getAsLong() > index
            ? "the lake begins at ledger "
                + layout.bounds(oldest.getAsLong()).first()
                + "; what lies below must come from another lake"
            : "the lake goes on to ledger " + layout.bounds(newest.getAsLong()).last();
    return new LakeGap(location, firstMissing, whereElse);
  }

  private static LongStream present(Stream<OptionalLong> values) {
    return values.filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong);
  }
}
