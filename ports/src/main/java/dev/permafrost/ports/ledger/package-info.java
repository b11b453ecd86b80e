/**
 * The front of a ledger's bytes, as far as this layer reads them, and a ledger lent to a callback.
 */
@NullMarked
package dev.permafrost.ports.ledger;

import org.jspecify.annotations.NullMarked;
