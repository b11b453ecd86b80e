/** Tests of the failures. */
@NullMarked
package dev.permafrost.ports.failure;

import org.jspecify.annotations.NullMarked;
