/** Measures freezing from a lake over HTTP: its rate, what latency costs it, and its memory. */
@NullMarked
package dev.permafrost.benchmarks.lake;

import org.jspecify.annotations.NullMarked;
