/** Which ledgers a chunk holds, and how work on many chunks is run. */
@NullMarked
package dev.permafrost.domain.chunk;

import org.jspecify.annotations.NullMarked;
