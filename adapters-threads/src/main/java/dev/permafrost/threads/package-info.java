/** The adapter for threads: ordered work on a pool of threads, and the system's clock. */
@NullMarked
package dev.permafrost.threads;

import org.jspecify.annotations.NullMarked;
