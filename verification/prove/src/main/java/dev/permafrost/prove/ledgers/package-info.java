/** Ledgers of every protocol, real and forged, through the whole store and back. */
@NullMarked
package dev.permafrost.prove.ledgers;

import org.jspecify.annotations.NullMarked;
