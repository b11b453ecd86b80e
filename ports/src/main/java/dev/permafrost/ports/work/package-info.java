/** Parallel work with results in order, cancellation, and time, all passed as parameters. */
@NullMarked
package dev.permafrost.ports.work;

import org.jspecify.annotations.NullMarked;
