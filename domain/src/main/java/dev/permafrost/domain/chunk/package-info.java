/** Which ledgers a chunk holds, and who works on it. */
@NullMarked
package dev.permafrost.domain.chunk;

import org.jspecify.annotations.NullMarked;
