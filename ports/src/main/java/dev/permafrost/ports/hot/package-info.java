/** The hot database of one chunk: its column families, its batches, its witness, its directory. */
@NullMarked
package dev.permafrost.ports.hot;

import org.jspecify.annotations.NullMarked;
