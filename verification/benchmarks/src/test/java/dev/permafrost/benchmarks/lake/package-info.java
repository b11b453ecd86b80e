/** Tests of how work on a lake is measured. */
@NullMarked
package dev.permafrost.benchmarks.lake;

import org.jspecify.annotations.NullMarked;
