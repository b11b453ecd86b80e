/** The kinds of artifact and column family that are registered in this process. */
@NullMarked
package dev.permafrost.domain.kind;

import org.jspecify.annotations.NullMarked;
