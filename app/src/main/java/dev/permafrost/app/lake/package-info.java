/** Operations on all objects of a data lake: finding problems, and copying objects. */
@NullMarked
package dev.permafrost.app.lake;

import org.jspecify.annotations.NullMarked;
