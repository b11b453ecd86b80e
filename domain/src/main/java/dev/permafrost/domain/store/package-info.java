/**
 * A store as a whole: creating and opening it, checking its roots, and access to its operations.
 * Start with {@link dev.permafrost.domain.store.Store}.
 */
@NullMarked
package dev.permafrost.domain.store;

import org.jspecify.annotations.NullMarked;
