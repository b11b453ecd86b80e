/** Tests of the pool of direct memory. */
@NullMarked
package dev.permafrost.ports.buffer;

import org.jspecify.annotations.NullMarked;
