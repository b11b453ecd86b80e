/** Attempts, measured and told once, at their true end. */
@NullMarked
package dev.permafrost.domain.attempt;

import org.jspecify.annotations.NullMarked;
