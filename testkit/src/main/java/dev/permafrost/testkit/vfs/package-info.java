/** The contract suite of the file system port. */
@NullMarked
package dev.permafrost.testkit.vfs;

import org.jspecify.annotations.NullMarked;
