/** Checking what is stored, ledger by ledger. */
@NullMarked
package dev.permafrost.domain.verify;

import org.jspecify.annotations.NullMarked;
