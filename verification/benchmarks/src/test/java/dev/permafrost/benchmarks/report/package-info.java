/** Tests of how a run is kept and shown. */
@NullMarked
package dev.permafrost.benchmarks.report;

import org.jspecify.annotations.NullMarked;
