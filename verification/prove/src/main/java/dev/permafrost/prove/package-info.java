/** Looks for crashes and kills that the protocol does not survive. */
@NullMarked
package dev.permafrost.prove;

import org.jspecify.annotations.NullMarked;
