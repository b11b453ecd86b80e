/**
 * The failures of the storage layer: one sealed family, with a subtype for each failure that
 * callers or operators handle differently.
 */
@NullMarked
package dev.permafrost.ports.failure;

import org.jspecify.annotations.NullMarked;
