/** Searches for bytes that make the parsers of bytes from outside misbehave. */
@NullMarked
package dev.permafrost.prove.fuzz;

import org.jspecify.annotations.NullMarked;
