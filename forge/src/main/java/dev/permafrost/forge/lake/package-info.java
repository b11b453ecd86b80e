/** Writes data lakes of ledgers: directories of objects as SEP-54 names and fills them. */
@NullMarked
package dev.permafrost.forge.lake;

import org.jspecify.annotations.NullMarked;
