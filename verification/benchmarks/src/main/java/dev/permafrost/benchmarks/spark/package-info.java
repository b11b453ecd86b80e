/** Jobs on a cluster of Spark: what more executors bring, and what they cost. */
@NullMarked
package dev.permafrost.benchmarks.spark;

import org.jspecify.annotations.NullMarked;
