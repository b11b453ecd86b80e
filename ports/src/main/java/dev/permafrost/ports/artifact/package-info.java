/** Immutable files made of one chunk: their kinds, their formats, and the store that keeps them. */
@NullMarked
package dev.permafrost.ports.artifact;

import org.jspecify.annotations.NullMarked;
