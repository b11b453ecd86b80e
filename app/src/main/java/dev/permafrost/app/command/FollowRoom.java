package dev.permafrost.app.command;

import dev.permafrost.app.follow.Room;
import dev.permafrost.app.plan.HotSize;
import dev.permafrost.app.plan.LakeEstimate;
import dev.permafrost.app.space.Volumes;
import dev.permafrost.backend.DataLake;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.TooLittleSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Room for one more chunk, of the size of the lake's newest ledgers. They are sampled once, when
 * first needed. Thread-safe.
 */
final class FollowRoom implements Room {

  private final SpaceCheck check;
  private final Invocation in;
  private final DataLake lake;
  private OptionalLong chunkBytes = OptionalLong.empty();

  FollowRoom(SpaceCheck check, Invocation in, DataLake lake) {
    this.check = check;
    this.in = in;
    this.lake = lake;
  }

  /**
   * Before a store is opened or created.
   *
   * @throws TooLittleSpace if there is no room for the lake's newest chunk
   */
  void requireAtStart() {
    if (!check.isOn() || !matters(2)) {
      return;
    }
    try {
      OptionalLong tip = lake.tip(in.patience(), in.cancel());
      if (tip.isPresent()) {
        requireForLive(Geometry.STANDARD.chunkOf(Math.max(tip.getAsLong(), 2)));
      }
    } catch (Cancelled | TooLittleSpace e) {
      throw e;
    } catch (StorageFailure e) {
      in.console().note("the space it takes could not be determined: " + e.getMessage());
    }
  }

  @Override
  public void requireForLive(ChunkId chunk) {
    OptionalLong frames = chunkBytes(2);
    if (frames.isEmpty()) {
      return;
    }
    Path directory = in.roots().hot().resolve(String.format(Locale.ROOT, "%08d", chunk.value()));
    long hot = Math.max(0, HotSize.most(frames.getAsLong(), 1) - sizeOf(directory));
    Map<Path, Long> bytes = new LinkedHashMap<>();
    bytes.put(in.roots().hot(), hot);
    bytes.put(in.roots().cold(), frames.getAsLong());
    check.require(bytes, "take chunk " + chunk + " and freeze it");
  }

  @Override
  public void requireForPack(ChunkId chunk) {
    OptionalLong frames = chunkBytes(1);
    if (frames.isPresent()) {
      check.require(Map.of(in.roots().cold(), frames.getAsLong()), "freeze chunk " + chunk);
    }
  }

  private boolean matters(int chunks) {
    return Stream.of(in.roots().hot(), in.roots().cold())
        .map(in.volumes()::of)
        .filter(Volumes.Volume::isKnown)
        .anyMatch(volume -> volume.freeBytes() / SpaceCheck.PLENTY_BYTES < chunks);
  }

  /** The size of a chunk; empty if nothing is checked, or if it is unknown. */
  private synchronized OptionalLong chunkBytes(int chunks) {
    if (!check.isOn() || !matters(chunks)) {
      return OptionalLong.empty();
    }
    if (chunkBytes.isEmpty()) {
      chunkBytes = sampled();
    }
    return chunkBytes;
  }

  private OptionalLong sampled() {
    int length = Geometry.STANDARD.ledgersPerChunk();
    try {
      long tip = lake.tip(in.patience(), in.cancel()).orElse(0);
      if (tip < Geometry.FIRST_LEDGER) {
        return OptionalLong.empty();
      }
      LedgerRange newest = new LedgerRange(Math.max(Geometry.FIRST_LEDGER, tip - length + 1), tip);
      LakeEstimate estimate = LakeQuestions.estimate(in, lake, List.of(newest), false);
      OptionalLong frames = estimate.frameBytes();
      return frames.isPresent()
          ? OptionalLong.of(frames.getAsLong() / newest.length() * length)
          : frames;
    } catch (Cancelled e) {
      throw e;
    } catch (StorageFailure e) {
      return OptionalLong.empty();
    }
  }

  private static long sizeOf(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // It does not exist, or is being changed by a writer.
    }
  }
}
