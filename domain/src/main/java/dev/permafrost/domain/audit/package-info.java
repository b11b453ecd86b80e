/**
 * Checking a whole store against the invariants (docs/protocol.md, "Invariants"), changing nothing.
 */
@NullMarked
package dev.permafrost.domain.audit;

import org.jspecify.annotations.NullMarked;
