/** The store of small keys in which the catalog is kept. */
@NullMarked
package dev.permafrost.ports.catalog;

import org.jspecify.annotations.NullMarked;
