/** Tests of the crash explorer, and its short form. */
@NullMarked
package dev.permafrost.prove.crash;

import org.jspecify.annotations.NullMarked;
