/** Wires the modules together behind the command {@code permafrost}. */
@NullMarked
package dev.permafrost.app;

import org.jspecify.annotations.NullMarked;
