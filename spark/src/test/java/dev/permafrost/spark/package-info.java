/** The jobs, on Spark's local master. */
@NullMarked
package dev.permafrost.spark;

import org.jspecify.annotations.NullMarked;
