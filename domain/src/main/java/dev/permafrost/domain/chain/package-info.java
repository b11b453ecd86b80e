/** The rules of the header chain, and how far a run of ledgers is proven by them. */
@NullMarked
package dev.permafrost.domain.chain;

import org.jspecify.annotations.NullMarked;
