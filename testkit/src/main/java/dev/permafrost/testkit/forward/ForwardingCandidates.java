package dev.permafrost.testkit.forward;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/** Candidates that pass everything on. */
public class ForwardingCandidates implements PackCandidates {

  private final PackCandidates candidates;

  /** Passes everything on to candidates. */
  public ForwardingCandidates(PackCandidates candidates) {
    this.candidates = candidates;
  }

  /** Makes the removal of the name durable that a pack had. */
  protected void makeUnlinkDurable(PackCandidate candidate) {
    candidate.makeUnlinkDurable();
  }

  @Override
  public String location() {
    return candidates.location();
  }

  @Override
  public PackCandidate candidate(ChunkId chunk) {
    return new Forwarding(candidates.candidate(chunk));
  }

  @Override
  public void close() {
    candidates.close();
  }

  private final class Forwarding implements PackCandidate {
    private final PackCandidate candidate;

    Forwarding(PackCandidate candidate) {
      this.candidate = candidate;
    }

    @Override
    public ChunkId chunk() {
      return candidate.chunk();
    }

    @Override
    public String location() {
      return candidate.location();
    }

    @Override
    public Place look() {
      return candidate.look();
    }

    @Override
    public boolean isMovable() {
      return candidate.isMovable();
    }

    @Override
    @MustBeClosed
    public LedgerPack open(LedgerRange range) {
      return candidate.open(range);
    }

    @Override
    public Optional<LedgerPack> openPastCache(LedgerRange range) {
      return candidate.openPastCache(range);
    }

    @Override
    public void sync() {
      candidate.sync();
    }

    @Override
    public void link() {
      candidate.link();
    }

    @Override
    public void unlink() {
      candidate.unlink();
    }

    @Override
    public void makeUnlinkDurable() {
      ForwardingCandidates.this.makeUnlinkDurable(candidate);
    }
  }
}
