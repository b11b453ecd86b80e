/** Tests of the package. */
@NullMarked
package dev.permafrost.ports.natives;

import org.jspecify.annotations.NullMarked;
