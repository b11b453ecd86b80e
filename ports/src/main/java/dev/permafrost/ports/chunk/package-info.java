/** The units of the ledger chain: chunk ids, ranges of sequences, header hashes. */
@NullMarked
package dev.permafrost.ports.chunk;

import org.jspecify.annotations.NullMarked;
