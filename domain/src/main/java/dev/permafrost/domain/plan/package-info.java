/** Estimates of size and duration, from a sample of a lake's ledgers. */
@NullMarked
package dev.permafrost.domain.plan;

import org.jspecify.annotations.NullMarked;
