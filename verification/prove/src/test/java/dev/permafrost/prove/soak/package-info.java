/** Tests that a soak fails where it must. */
@NullMarked
package dev.permafrost.prove.soak;

import org.jspecify.annotations.NullMarked;
