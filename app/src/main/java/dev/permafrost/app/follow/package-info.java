/**
 * A minimal daemon that keeps a store up to date with a lake. A model for programs that take
 * ledgers from elsewhere; it uses only public types of the library.
 */
@NullMarked
package dev.permafrost.app.follow;

import org.jspecify.annotations.NullMarked;
