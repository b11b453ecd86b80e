/** What a run found, kept as JSON, and shown as a table and a chart. */
@NullMarked
package dev.permafrost.benchmarks.report;

import org.jspecify.annotations.NullMarked;
