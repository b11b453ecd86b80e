/** A small POSIX-like file system. Only the file adapter and the simulated machine use it. */
@NullMarked
package dev.permafrost.ports.vfs;

import org.jspecify.annotations.NullMarked;
