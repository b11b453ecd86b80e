/** The commands: their options, the work they run, and their output. */
@NullMarked
package dev.permafrost.app.command;

import org.jspecify.annotations.NullMarked;
