package dev.permafrost.domain.adopt;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.chunk.LedgerHash;
import java.util.Optional;

/**
 * A pack that was read whole: every frame, sequence, header hash and link in it is sound.
 *
 * @param headers what its headers say at both ends
 * @param framesChecksum CRC-32C of all its frames, as they were read
 * @param watched the hash of the ledger that was asked about, if it is in the pack
 */
record CheckedPack(CheckedHeaders headers, long framesChecksum, Optional<LedgerHash> watched) {}
