package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/** Tracks a directory of packs that may be adopted, and the packs that are read there. */
@SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
record TrackedCandidates(PackCandidates real, OpenHandles.Handle handle) implements PackCandidates {

  @Override
  public String location() {
    return real.location();
  }

  @Override
  public PackCandidate candidate(ChunkId chunk) {
    handle.use();
    return new Candidate(real.candidate(chunk), handle);
  }

  @Override
  public void close() {
    handle.close();
    real.close();
  }

  private record Candidate(PackCandidate real, OpenHandles.Handle handle) implements PackCandidate {

    @Override
    public ChunkId chunk() {
      return real.chunk();
    }

    @Override
    public String location() {
      return real.location();
    }

    @Override
    public Place look() {
      handle.use();
      return real.look();
    }

    @Override
    public boolean isMovable() {
      handle.use();
      return real.isMovable();
    }

    @Override
    @MustBeClosed
    public LedgerPack open(LedgerRange range) {
      handle.use();
      LedgerPack pack = real.open(range);
      return new TrackedPacks.Pack(pack, handle.opened("the pack " + real.location()));
    }

    @Override
    public Optional<LedgerPack> openPastCache(LedgerRange range) {
      handle.use();
      return real.openPastCache(range)
          .map(
              pack ->
                  new TrackedPacks.Pack(
                      pack, handle.opened("the pack " + real.location() + ", past the cache")));
    }

    @Override
    public void sync() {
      handle.use();
      real.sync();
    }

    @Override
    public void link() {
      handle.use();
      real.link();
    }

    @Override
    public void unlink() {
      handle.use();
      real.unlink();
    }

    @Override
    public void makeUnlinkDurable() {
      handle.use();
      real.makeUnlinkDurable();
    }
  }
}
