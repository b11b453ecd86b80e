/**
 * Reads ledgers from a data lake over HTTP or from a directory: what the lake covers, and the raw
 * ledgers of a range in order.
 *
 * <p>{@link dev.permafrost.backend.DataLakes} opens one; everything else that is public here is
 * what it takes and what it answers.
 */
@NullMarked
package dev.permafrost.backend;

import org.jspecify.annotations.NullMarked;
