/**
 * The objects of a range in order: fetches them ahead from the mirrors, and lends their ledgers.
 * Uses {@code backend.batch} and what is below, and not the door.
 */
@NullMarked
package dev.permafrost.backend.stream;

import org.jspecify.annotations.NullMarked;
