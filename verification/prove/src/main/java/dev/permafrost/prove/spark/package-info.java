/**
 * The jobs on a real cluster of Spark, whose processes are killed, held back, and run out of room.
 */
@NullMarked
package dev.permafrost.prove.spark;

import org.jspecify.annotations.NullMarked;
