/**
 * Freezing: makes the artifacts of a chunk by the write protocol ({@code processChunk}), from the
 * first source that has its ledgers.
 */
@NullMarked
package dev.permafrost.domain.freeze;

import org.jspecify.annotations.NullMarked;
