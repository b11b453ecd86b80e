/** Feeds hostile bytes to parsers: what a fuzz target is, and what every build does with one. */
@NullMarked
package dev.permafrost.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
