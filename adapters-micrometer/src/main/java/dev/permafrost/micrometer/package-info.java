/** The figures of a store as meters of Micrometer: what it does, and what it holds. */
@NullMarked
package dev.permafrost.micrometer;

import org.jspecify.annotations.NullMarked;
