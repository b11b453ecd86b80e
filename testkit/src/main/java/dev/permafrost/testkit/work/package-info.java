/** Holds ordered work on the same thread, time by hand, and the contract suites of both ports. */
@NullMarked
package dev.permafrost.testkit.work;

import org.jspecify.annotations.NullMarked;
