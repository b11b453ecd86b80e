package dev.permafrost.domain.adopt;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.chunk.LedgerHash;
import java.util.Optional;

/**
 * A pack that was read completely: every frame, sequence, header hash and link in it is correct.
 *
 * @param headers the headers at both ends
 * @param framesChecksum CRC-32C of all its frames, as they were read
 * @param watched the hash of the requested ledger, if it is in the pack
 */
record CheckedPack(CheckedHeaders headers, long framesChecksum, Optional<LedgerHash> watched) {}
