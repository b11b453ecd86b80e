/** The adapter for Micrometer: meters for what a store does, and gauges for what it holds. */
@NullMarked
package dev.permafrost.micrometer;

import org.jspecify.annotations.NullMarked;
