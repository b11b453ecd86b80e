/** Pools of direct buffers. */
@NullMarked
package dev.permafrost.ports.buffer;

import org.jspecify.annotations.NullMarked;
