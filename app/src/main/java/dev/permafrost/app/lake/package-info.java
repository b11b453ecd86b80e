/** Goes over the objects of a data lake: what is wrong with them, and copies of them. */
@NullMarked
package dev.permafrost.app.lake;

import org.jspecify.annotations.NullMarked;
