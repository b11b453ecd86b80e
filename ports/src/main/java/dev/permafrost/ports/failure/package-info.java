/**
 * The failures of the storage layer: one sealed family, a subtype for each thing treated
 * differently.
 */
@NullMarked
package dev.permafrost.ports.failure;

import org.jspecify.annotations.NullMarked;
