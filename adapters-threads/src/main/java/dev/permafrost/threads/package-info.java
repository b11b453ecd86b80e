/** A pool of threads behind the port of ordered work, and the clock of the system. */
@NullMarked
package dev.permafrost.threads;

import org.jspecify.annotations.NullMarked;
