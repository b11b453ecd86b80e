/** Holds a second, tiny kind of artifact, which proves that a new kind changes nothing else. */
@NullMarked
package dev.permafrost.testkit.kind;

import org.jspecify.annotations.NullMarked;
