/** What the command line prints: results as text or as JSON, and the units of its numbers. */
@NullMarked
package dev.permafrost.app.console;

import org.jspecify.annotations.NullMarked;
