/**
 * The pipeline of ledgers: they are checked, encoded or decoded on workers, and delivered in order.
 */
@NullMarked
package dev.permafrost.domain.flow;

import org.jspecify.annotations.NullMarked;
