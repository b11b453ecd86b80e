/** Tests of exit codes and of what is said of failures. */
@NullMarked
package dev.permafrost.app.outcome;

import org.jspecify.annotations.NullMarked;
