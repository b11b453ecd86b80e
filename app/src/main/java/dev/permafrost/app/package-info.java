/** The command line {@code permafrost}: its entry point, and the commands over the library. */
@NullMarked
package dev.permafrost.app;

import org.jspecify.annotations.NullMarked;
