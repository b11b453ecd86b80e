/** Tests of the command line over the real adapters. */
@NullMarked
package dev.permafrost.app.command;

import org.jspecify.annotations.NullMarked;
