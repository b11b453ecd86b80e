/** Direct memory that is used again and again. */
@NullMarked
package dev.permafrost.ports.buffer;

import org.jspecify.annotations.NullMarked;
