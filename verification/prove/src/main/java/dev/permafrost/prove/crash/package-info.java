/** Cuts the power of a simulated machine at every operation and checks what is left. */
@NullMarked
package dev.permafrost.prove.crash;

import org.jspecify.annotations.NullMarked;
