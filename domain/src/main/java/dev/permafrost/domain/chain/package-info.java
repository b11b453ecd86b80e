/** The rules by which a run of ledgers proves itself. */
@NullMarked
package dev.permafrost.domain.chain;

import org.jspecify.annotations.NullMarked;
