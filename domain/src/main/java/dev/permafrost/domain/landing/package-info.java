/** Packs made without a store, and what is said of them. */
@NullMarked
package dev.permafrost.domain.landing;

import org.jspecify.annotations.NullMarked;
