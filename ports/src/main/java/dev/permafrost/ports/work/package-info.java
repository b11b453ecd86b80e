/** Parallel work whose results come back in order, cancellation, and time, all as parameters. */
@NullMarked
package dev.permafrost.ports.work;

import org.jspecify.annotations.NullMarked;
