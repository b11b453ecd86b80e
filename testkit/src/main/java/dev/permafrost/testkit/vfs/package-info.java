/** Holds a file system in memory that can fail, and the contract suite of the Vfs port. */
@NullMarked
package dev.permafrost.testkit.vfs;

import org.jspecify.annotations.NullMarked;
