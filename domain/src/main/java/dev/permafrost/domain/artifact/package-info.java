/** Checks of the files at the canonical paths of a chunk's artifacts. */
@NullMarked
package dev.permafrost.domain.artifact;

import org.jspecify.annotations.NullMarked;
