/** Attempts: measured, and reported once, when they end. */
@NullMarked
package dev.permafrost.domain.attempt;

import org.jspecify.annotations.NullMarked;
