/** The three roots of a store: their identity, their locks, their durability. */
@NullMarked
package dev.permafrost.ports.roots;

import org.jspecify.annotations.NullMarked;
