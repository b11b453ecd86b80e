/** Changes of the catalog, against what a synced append costs. */
@NullMarked
package dev.permafrost.benchmarks.catalog;

import org.jspecify.annotations.NullMarked;
