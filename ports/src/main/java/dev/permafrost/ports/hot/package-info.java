/** The hot database of one chunk: its column families, batches, witness and directory. */
@NullMarked
package dev.permafrost.ports.hot;

import org.jspecify.annotations.NullMarked;
