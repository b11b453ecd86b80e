/** The contract of the catalog's store, and a fake of it that keeps its content in memory. */
@NullMarked
package dev.permafrost.testkit.catalog;

import org.jspecify.annotations.NullMarked;
