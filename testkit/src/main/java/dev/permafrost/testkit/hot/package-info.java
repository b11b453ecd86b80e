/** The contract of the hot databases, and a fake of them that keeps its content in memory. */
@NullMarked
package dev.permafrost.testkit.hot;

import org.jspecify.annotations.NullMarked;
