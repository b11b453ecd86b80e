/** A small POSIX-like file system, for the file adapter and for a simulated machine only. */
@NullMarked
package dev.permafrost.ports.vfs;

import org.jspecify.annotations.NullMarked;
