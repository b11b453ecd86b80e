/**
 * The structure of a lake: object names, manifest, listings, extent, and mirrors. Uses {@code
 * backend.transport} and the packages below.
 */
@NullMarked
package dev.permafrost.backend.lake;

import org.jspecify.annotations.NullMarked;
