/** Tests of the exploration of faults, and its short form. */
@NullMarked
package dev.permafrost.prove.faults;

import org.jspecify.annotations.NullMarked;
