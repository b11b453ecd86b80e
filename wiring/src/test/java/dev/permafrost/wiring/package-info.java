/** Tests of the front door. */
@NullMarked
package dev.permafrost.wiring;

import org.jspecify.annotations.NullMarked;
