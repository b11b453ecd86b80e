/** Ledgers pushed one at a time, against encoding and writing them. */
@NullMarked
package dev.permafrost.benchmarks.live;

import org.jspecify.annotations.NullMarked;
