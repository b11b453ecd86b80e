/** Jobs over Apache Spark: packs made, and verified, on many machines. */
@NullMarked
package dev.permafrost.spark;

import org.jspecify.annotations.NullMarked;
