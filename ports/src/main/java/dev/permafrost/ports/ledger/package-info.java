/**
 * The front of a ledger's bytes, which is all that this layer reads, and a ledger lent to a
 * callback.
 */
@NullMarked
package dev.permafrost.ports.ledger;

import org.jspecify.annotations.NullMarked;
