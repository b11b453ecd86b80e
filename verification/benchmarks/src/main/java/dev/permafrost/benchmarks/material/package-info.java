/** What measurements work on: ledgers, frames, and a store on a real disk. */
@NullMarked
package dev.permafrost.benchmarks.material;

import org.jspecify.annotations.NullMarked;
