/** The key-value store that holds the catalog. */
@NullMarked
package dev.permafrost.ports.catalog;

import org.jspecify.annotations.NullMarked;
