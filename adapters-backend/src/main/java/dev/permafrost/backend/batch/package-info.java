/**
 * The bytes of one object: decompresses its frame, and checks and lends the ledgers in it. Uses
 * {@code backend.lake} and what is below.
 */
@NullMarked
package dev.permafrost.backend.batch;

import org.jspecify.annotations.NullMarked;
