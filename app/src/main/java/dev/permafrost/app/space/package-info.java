/** The space that an operation needs on the volumes of a store. */
@NullMarked
package dev.permafrost.app.space;

import org.jspecify.annotations.NullMarked;
