/** Freezing chunks: how fast, against what the codec and the disk allow. */
@NullMarked
package dev.permafrost.benchmarks.freeze;

import org.jspecify.annotations.NullMarked;
