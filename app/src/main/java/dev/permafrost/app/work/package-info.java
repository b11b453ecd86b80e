/** Holds the threads and the clock of the application. */
@NullMarked
package dev.permafrost.app.work;

import org.jspecify.annotations.NullMarked;
