/** Reading: single ledgers, pages of ledgers, and the state of a store. */
@NullMarked
package dev.permafrost.domain.read;

import org.jspecify.annotations.NullMarked;
