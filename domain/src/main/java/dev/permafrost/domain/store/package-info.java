/** A store as a whole: made, opened, matched with its roots, and handed out. */
@NullMarked
package dev.permafrost.domain.store;

import org.jspecify.annotations.NullMarked;
