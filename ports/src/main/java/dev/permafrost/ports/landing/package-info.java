/** The landing: a directory for finished packs that is not a store. */
@NullMarked
package dev.permafrost.ports.landing;

import org.jspecify.annotations.NullMarked;
