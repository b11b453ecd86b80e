/** How a run of the command line ends: its exit code, and what is said of a failure. */
@NullMarked
package dev.permafrost.app.outcome;

import org.jspecify.annotations.NullMarked;
