/**
 * Decoding of one object: decompresses its frame, and checks and lends its ledgers. Uses {@code
 * backend.lake} and the packages below.
 */
@NullMarked
package dev.permafrost.backend.batch;

import org.jspecify.annotations.NullMarked;
