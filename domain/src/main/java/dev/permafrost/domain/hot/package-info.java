/** The hot database of a chunk: opening, reading, appending, discarding, and its one owner. */
@NullMarked
package dev.permafrost.domain.hot;

import org.jspecify.annotations.NullMarked;
