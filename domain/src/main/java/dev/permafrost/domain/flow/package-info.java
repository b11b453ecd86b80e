/** Ledgers on their way: checked, encoded or decoded on workers, handed on in order. */
@NullMarked
package dev.permafrost.domain.flow;

import org.jspecify.annotations.NullMarked;
