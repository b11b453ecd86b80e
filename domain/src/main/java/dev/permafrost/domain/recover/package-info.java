/** Demotions on purpose, and the sweep that finishes prunings. */
@NullMarked
package dev.permafrost.domain.recover;

import org.jspecify.annotations.NullMarked;
