package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.landing.LandedFile;
import java.util.OptionalLong;

/**
 * What the maker of a pack says of it. Nothing is adopted on its word: it says early what the check
 * of the pack will find.
 *
 * @param chunk the chunk
 * @param kind the kind of the file
 * @param file the size and the SHA-256 of the file
 * @param firstPrevious the previous hash that the first ledger names
 * @param lastHash the hash of the last ledger
 * @param network the passphrase of the network, as the lake says
 * @param codec what made the frames
 * @param anchor the highest trusted ledger of the chunk, with which its headers agree: the headers
 *     up to there rest on it. Empty if none was trusted
 * @param continuesAnchor whether the ledger right below the chunk is trusted, and the first links
 *     to it; that proves nothing about this chunk's ledgers
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
