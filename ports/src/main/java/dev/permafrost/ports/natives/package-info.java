/** Loading of native libraries, and the failure if one does not load. */
@NullMarked
package dev.permafrost.ports.natives;

import org.jspecify.annotations.NullMarked;
