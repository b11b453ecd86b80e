/**
 * The nouns by which the chain of ledgers is cut: chunk ids, ranges of sequences, header hashes.
 */
@NullMarked
package dev.permafrost.ports.chunk;

import org.jspecify.annotations.NullMarked;
