/** Serves a lake directory on loopback, well or badly, as a script of faults says. */
@NullMarked
package dev.permafrost.forge.serve;

import org.jspecify.annotations.NullMarked;
