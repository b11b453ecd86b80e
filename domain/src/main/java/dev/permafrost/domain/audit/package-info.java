/** Read-only checks of a whole store against the invariants (docs/protocol.md, "Invariants"). */
@NullMarked
package dev.permafrost.domain.audit;

import org.jspecify.annotations.NullMarked;
