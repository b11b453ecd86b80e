/** How much of the Java heap freezing needs. */
@NullMarked
package dev.permafrost.benchmarks.heap;

import org.jspecify.annotations.NullMarked;
