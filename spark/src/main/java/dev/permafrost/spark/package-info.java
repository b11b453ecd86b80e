/** Jobs for Apache Spark: making and verifying packs on many machines. */
@NullMarked
package dev.permafrost.spark;

import org.jspecify.annotations.NullMarked;
