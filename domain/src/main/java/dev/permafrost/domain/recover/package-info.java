/**
 * Recovery: deliberate demotions, pruning below the floor, and the sweep that finishes removals.
 */
@NullMarked
package dev.permafrost.domain.recover;

import org.jspecify.annotations.NullMarked;
