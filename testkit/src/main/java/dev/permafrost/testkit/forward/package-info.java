/**
 * Ports that pass every call on, to be extended by what does one thing otherwise: a mutant, a
 * counter, a watch. Each adds protected hooks for what its files, writers and stores do.
 */
@NullMarked
package dev.permafrost.testkit.forward;

import org.jspecify.annotations.NullMarked;
