/** Starts a cluster of Spark on loopback, as processes that end with this one, and runs jobs. */
@NullMarked
package dev.permafrost.testkit.spark;

import org.jspecify.annotations.NullMarked;
