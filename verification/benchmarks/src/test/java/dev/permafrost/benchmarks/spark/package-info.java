/** Tests of the rows of Spark. */
@NullMarked
package dev.permafrost.benchmarks.spark;

import org.jspecify.annotations.NullMarked;
