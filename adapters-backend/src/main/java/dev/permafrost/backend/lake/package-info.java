/**
 * What a lake is: how its objects are named, its manifest and its listings, how far it reaches, and
 * at which mirrors. Uses {@code backend.transport} and what is below.
 */
@NullMarked
package dev.permafrost.backend.lake;

import org.jspecify.annotations.NullMarked;
