/** Tests of tables and of numbers with units. */
@NullMarked
package dev.permafrost.app.console;

import org.jspecify.annotations.NullMarked;
