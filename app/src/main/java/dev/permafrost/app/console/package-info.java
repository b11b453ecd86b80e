/** Output of the command line: results as text or as JSON, and numbers with units. */
@NullMarked
package dev.permafrost.app.console;

import org.jspecify.annotations.NullMarked;
