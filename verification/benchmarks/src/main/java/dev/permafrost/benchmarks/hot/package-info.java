/** Committing to a hot database, against what the disk allows. */
@NullMarked
package dev.permafrost.benchmarks.hot;

import org.jspecify.annotations.NullMarked;
