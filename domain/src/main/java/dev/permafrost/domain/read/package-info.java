/** Single ledgers and the state of the store, for readers. */
@NullMarked
package dev.permafrost.domain.read;

import org.jspecify.annotations.NullMarked;
