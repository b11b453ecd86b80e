/**
 * Follows a growing lake for minutes, under readers and kills, and looks for wrong and for growth.
 */
@NullMarked
package dev.permafrost.prove.soak;

import org.jspecify.annotations.NullMarked;
