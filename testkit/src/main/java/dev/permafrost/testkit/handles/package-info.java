/**
 * Finds handles that were left open, handles that were used after closing, and borrowed bytes that
 * were kept: decorators for every port that gives something out or lends something.
 */
@NullMarked
package dev.permafrost.testkit.handles;

import org.jspecify.annotations.NullMarked;
