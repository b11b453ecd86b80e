/** The display of progress, and the log of events. */
@NullMarked
package dev.permafrost.app.progress;

import org.jspecify.annotations.NullMarked;
