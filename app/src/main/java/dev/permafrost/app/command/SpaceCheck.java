package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.plan.ChunkWork;
import dev.permafrost.app.plan.HotSize;
import dev.permafrost.app.plan.LakeEstimate;
import dev.permafrost.app.space.SpaceNeed;
import dev.permafrost.app.space.Volumes;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.TooLittleSpace;
import dev.permafrost.ports.landing.Landing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Rejects, in advance, an operation that does not fit on the volumes of a store or a landing. Sizes
 * are estimates: an operation that fits by estimate may still fill a volume, which ends with {@code
 * NoSpace} and loses nothing.
 *
 * <p>An operation that cannot be estimated is started: the run itself reports what is wrong with
 * the store or the lake.
 */
final class SpaceCheck {

  /**
   * Several times the size of a chunk of the public network. If this much is free for each chunk,
   * the lake is not asked.
   */
  static final long PLENTY_BYTES = 4_000_000_000L;

  private final Invocation in;
  private final boolean isOn;

  SpaceCheck(Invocation in, boolean isOn) {
    this.in = in;
    this.isOn = isOn;
  }

  /** Whether the check is enabled. */
  boolean isOn() {
    return isOn;
  }

  /**
   * Before packs are made.
   *
   * @throws TooLittleSpace if they do not fit
   */
  void beforeFreeze(ChunkSpan span) {
    Path cold = in.roots().cold();
    if (!matters(cold, span.count())) {
      return;
    }
    estimated(
        () -> {
          ChunkWork work = ChunkWork.of(span.chunks(), in.glimpse(span::contains));
          OptionalLong frames = frameBytes(work.lakeRanges());
          return frames.isEmpty()
              ? Map.of()
              : Map.of(cold, frames.getAsLong() + work.wholeHotBytes());
        },
        "freeze chunks " + span);
  }

  /**
   * Before packs are made without a store. An existing file under a chunk's name counts as its
   * pack.
   *
   * @param chunks the chunks of this process, in order; what other processes publish is not known
   * @param directory where the landing is
   * @throws TooLittleSpace if they do not fit
   */
  void beforePack(List<ChunkId> chunks, Landing landing, Path directory) {
    List<ChunkId> left =
        chunks.stream().filter(chunk -> Files.notExists(Path.of(landing.locate(chunk)))).toList();
    if (left.isEmpty() || !matters(directory, left.size())) {
      return;
    }
    estimated(
        () -> {
          OptionalLong frames = frameBytes(ChunkWork.ranges(left));
          return frames.isEmpty() ? Map.of() : Map.of(directory, frames.getAsLong());
        },
        "make the packs of chunks " + left.get(0) + " to " + left.get(left.size() - 1));
  }

  /**
   * Before hot databases are filled.
   *
   * @param part the fraction of a chunk that is ingested, 0 to 1
   * @throws TooLittleSpace if they do not fit
   */
  void beforeIngest(ChunkSpan span, double part) {
    Path hot = in.roots().hot();
    if (!matters(hot, span.count())) {
      return;
    }
    estimated(
        () -> {
          List<ChunkStatus> there = in.glimpse(span::contains);
          List<ChunkId> left = ChunkWork.of(span.chunks(), there).fromLake();
          OptionalLong frames = frameBytes(ChunkWork.ranges(left));
          if (frames.isEmpty() || left.isEmpty()) {
            return Map.of();
          }
          long most = HotSize.most(Math.round(frames.getAsLong() * part), left.size());
          long begun =
              there.stream()
                  .filter(status -> left.contains(status.row().chunk()))
                  .mapToLong(ChunkStatus::hotBytes)
                  .sum();
          return Map.of(hot, Math.max(0, most - begun));
        },
        "ingest chunks " + span);
  }

  /**
   * Before packs are copied into the store.
   *
   * @throws TooLittleSpace if they do not fit
   */
  void beforeCopy(ChunkSpan span, Path from) {
    if (!isOn) {
      return;
    }
    Path cold = in.roots().cold();
    estimated(
        () -> {
          List<ChunkId> frozen = ChunkWork.of(span.chunks(), in.glimpse(span::contains)).frozen();
          long bytes = 0;
          try (PackCandidates candidates = in.candidates(from, false)) {
            for (ChunkId chunk : span.chunks()) {
              bytes += frozen.contains(chunk) ? 0 : size(candidates.candidate(chunk).location());
            }
          }
          return Map.of(cold, bytes);
        },
        "copy the packs of chunks " + span);
  }

  /** A missing file is reported by the copy itself. */
  private static long size(String file) {
    try {
      return Files.size(Path.of(file));
    } catch (IOException e) {
      return 0;
    }
  }

  /** Whether there is so little room that the chunks must be estimated. */
  private boolean matters(Path root, int chunks) {
    if (!isOn) {
      return false;
    }
    Volumes.Volume volume = in.volumes().of(root);
    return volume.isKnown() && volume.freeBytes() / PLENTY_BYTES < chunks;
  }

  /** The size of the frames to fetch; empty if no lake is named, or none could be sampled. */
  private OptionalLong frameBytes(List<LedgerRange> ranges) {
    if (ranges.isEmpty()) {
      return OptionalLong.of(0);
    }
    if (in.lakes().isEmpty()) {
      return OptionalLong.empty();
    }
    LakeEstimate estimate = LakeQuestions.estimate(in, ranges, false);
    OptionalLong frames = estimate.frameBytes();
    if (frames.isEmpty()) {
      in.console().note("the space it takes is unknown: the lake holds none of it yet");
    }
    return frames;
  }

  private void estimated(Supplier<Map<Path, Long>> estimate, String action) {
    Map<Path, Long> bytes;
    try {
      bytes = estimate.get();
    } catch (Cancelled e) {
      throw e;
    } catch (StorageFailure e) {
      in.console().note("the space it takes could not be determined: " + e.getMessage());
      return;
    }
    require(bytes, action);
  }

  /** Requires room for an action. */
  void require(Map<Path, Long> bytes, String action) {
    SpaceNeed.of(in.volumes(), bytes)
        .failure(action)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }
}
