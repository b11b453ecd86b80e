/** The jobs on a real cluster of Spark, killed, held back, and out of room. */
@NullMarked
package dev.permafrost.prove.spark;

import org.jspecify.annotations.NullMarked;
