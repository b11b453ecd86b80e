package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.LedgerHash;

/**
 * The two hashes of one ledger.
 *
 * @param hash of its header
 * @param previousHash of the header before it
 */
record LedgerHashes(LedgerHash hash, LedgerHash previousHash) {}
