/** Tests of the kills, and that what checks them can fail. */
@NullMarked
package dev.permafrost.prove.kill;

import org.jspecify.annotations.NullMarked;
