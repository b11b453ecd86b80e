/** The result of a run: its exit code, and the text of a failure. */
@NullMarked
package dev.permafrost.app.outcome;

import org.jspecify.annotations.NullMarked;
