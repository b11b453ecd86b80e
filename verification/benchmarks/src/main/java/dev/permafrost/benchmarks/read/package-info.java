/** Pages of ledgers across chunks. */
@NullMarked
package dev.permafrost.benchmarks.read;

import org.jspecify.annotations.NullMarked;
