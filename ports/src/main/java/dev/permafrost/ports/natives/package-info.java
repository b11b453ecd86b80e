/** Native libraries, which are loaded when a program runs, and may not load. */
@NullMarked
package dev.permafrost.ports.natives;

import org.jspecify.annotations.NullMarked;
