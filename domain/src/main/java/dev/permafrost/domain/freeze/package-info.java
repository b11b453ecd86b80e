/** Artifacts of a chunk, by the one write protocol: processChunk and its sources. */
@NullMarked
package dev.permafrost.domain.freeze;

import org.jspecify.annotations.NullMarked;
