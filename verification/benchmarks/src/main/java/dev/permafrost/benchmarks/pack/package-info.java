/** Reading packs: opening them, single ledgers, scans. */
@NullMarked
package dev.permafrost.benchmarks.pack;

import org.jspecify.annotations.NullMarked;
