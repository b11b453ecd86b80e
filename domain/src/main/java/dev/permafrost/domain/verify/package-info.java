/** Verification: checks the stored ledgers of a chunk. */
@NullMarked
package dev.permafrost.domain.verify;

import org.jspecify.annotations.NullMarked;
