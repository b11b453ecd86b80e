package dev.permafrost.domain.landing;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.pass.AnchoredPasses;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.work.CancelToken;
import java.util.Set;

/**
 * Verifies packs without a store, in a landing or in a cold root. Thread-safe for different chunks.
 * {@link Borders} checks the links between packs.
 */
public final class PackVerifier {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final Geometry geometry;
  private final AnchoredPasses passes;
  private final Attempts attempts;

  /** Creates a verifier over ports that the caller owns. */
  public PackVerifier(PackPorts ports, PackSettings settings) {
    this.geometry = settings.geometry();
    this.passes = ports.passes(settings);
    this.attempts = new Attempts(ports.events(), ports.time());
  }

  /**
   * Reads and checks a whole pack: container, frames, sequences, header hashes and links, trusted
   * hashes, and its content hash if it has one. Changes nothing.
   *
   * @param cancel checked between ledgers
   * @throws dev.permafrost.ports.failure.CandidateMissing if there is no pack
   * @throws dev.permafrost.ports.failure.CorruptArtifact if it is damaged, or of another chunk
   * @throws dev.permafrost.ports.failure.BrokenChain if a header or a link in it is wrong
   * @throws dev.permafrost.ports.failure.StorageFailure of the disk
   */
  public VerifiedPack verify(PackCandidate candidate, CancelToken cancel) {
    ChunkId chunk = candidate.chunk();
    LedgerRange range = geometry.range(chunk);
    return attempts.alone(
        Operation.VERIFY,
        chunk,
        LEDGERS,
        tally -> {
          try (LedgerPack pack = candidate.open(range)) {
            PublishedPack read = new PublishedPack(pack);
            CheckedHeaders headers =
                read.read(passes.over(Operation.VERIFY, chunk, range, tally), cancel);
            return new VerifiedPack(headers, read.file(), tally.rawBytes(), read.isOfThisCodec());
          }
        });
  }
}
