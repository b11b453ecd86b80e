/** The commands: their options, what they drive, what they tell. */
@NullMarked
package dev.permafrost.app.command;

import org.jspecify.annotations.NullMarked;
