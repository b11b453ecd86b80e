/** Holds what finds handles that were left open and borrowed bytes that were kept. */
@NullMarked
package dev.permafrost.testkit.handles;

import org.jspecify.annotations.NullMarked;
