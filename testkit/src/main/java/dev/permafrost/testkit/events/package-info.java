/** Holds an observer that remembers. */
@NullMarked
package dev.permafrost.testkit.events;

import org.jspecify.annotations.NullMarked;
