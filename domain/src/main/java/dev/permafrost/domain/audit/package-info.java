/** Checking a whole store against the invariants of the storage protocol, changing nothing. */
@NullMarked
package dev.permafrost.domain.audit;

import org.jspecify.annotations.NullMarked;
