/** Whether more of the same costs more than its share. */
@NullMarked
package dev.permafrost.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
