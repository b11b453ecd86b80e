/**
 * Streaming: prefetches the objects of a range from the mirrors, and lends their ledgers in order.
 * Uses {@code backend.batch} and the packages below.
 */
@NullMarked
package dev.permafrost.backend.stream;

import org.jspecify.annotations.NullMarked;
