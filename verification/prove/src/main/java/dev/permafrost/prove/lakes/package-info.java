/** The lake client against servers that are not ours, in trouble and out of it. */
@NullMarked
package dev.permafrost.prove.lakes;

import org.jspecify.annotations.NullMarked;
