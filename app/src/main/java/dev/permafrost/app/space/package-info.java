/** How much room the volumes of a store have, and what would not fit. */
@NullMarked
package dev.permafrost.app.space;

import org.jspecify.annotations.NullMarked;
