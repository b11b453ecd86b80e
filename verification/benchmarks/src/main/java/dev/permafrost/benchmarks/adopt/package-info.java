/** Adopting packs that were made elsewhere: how fast, against what the codec and the disk allow. */
@NullMarked
package dev.permafrost.benchmarks.adopt;

import org.jspecify.annotations.NullMarked;
