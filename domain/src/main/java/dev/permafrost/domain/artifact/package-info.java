/** What stands at the places of a chunk's artifacts. */
@NullMarked
package dev.permafrost.domain.artifact;

import org.jspecify.annotations.NullMarked;
