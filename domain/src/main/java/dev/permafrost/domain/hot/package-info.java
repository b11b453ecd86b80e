/**
 * The hot database of a chunk: opening, reading, appending, discarding, and its owner in this
 * process.
 */
@NullMarked
package dev.permafrost.domain.hot;

import org.jspecify.annotations.NullMarked;
