/** Measures the primitives, one by one and end to end. */
@NullMarked
package dev.permafrost.benchmarks;

import org.jspecify.annotations.NullMarked;
