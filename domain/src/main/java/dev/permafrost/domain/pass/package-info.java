/** Passes: reading the ledgers of a chunk once, and checking them. */
@NullMarked
package dev.permafrost.domain.pass;

import org.jspecify.annotations.NullMarked;
