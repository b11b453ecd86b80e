package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.landing.LandedFile;
import java.util.OptionalLong;

/**
 * The statement of a pack's maker about the pack. Nothing is adopted because of it: it only shows
 * early what the check of the pack will find.
 *
 * @param chunk the chunk
 * @param kind the kind of the file
 * @param file the size and the SHA-256 of the file
 * @param firstPrevious the previous hash in the first ledger
 * @param lastHash the hash of the last ledger
 * @param network the passphrase of the network, according to the lake
 * @param codec the codec that made the frames
 * @param anchor the highest trusted ledger of the chunk; the headers up to it are proven by it.
 *     Empty if none was trusted
 * @param continuesAnchor whether the ledger just below the chunk is trusted, and the first links to
 *     it; that proves nothing about this chunk's ledgers
 */
public record Receipt(
    ChunkId chunk,
    ArtifactKind kind,
    LandedFile file,
    LedgerHash firstPrevious,
    LedgerHash lastHash,
    String network,
    CodecFingerprint codec,
    OptionalLong anchor,
    boolean continuesAnchor) {

  static Receipt of(
      LandedFile file, CheckedHeaders headers, String network, CodecFingerprint codec) {
    return new Receipt(
        headers.chunk(),
        ArtifactKind.LEDGERS,
        file,
        headers.firstPrevious(),
        headers.lastHash(),
        network,
        codec,
        headers.anchor(),
        headers.continuesAnchor());
  }
}
