/** Finds the real ledgers that some tests read. */
@NullMarked
package dev.permafrost.testkit.ledger;

import org.jspecify.annotations.NullMarked;
