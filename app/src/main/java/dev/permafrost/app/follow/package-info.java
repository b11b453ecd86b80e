/**
 * The smallest honest daemon over a store: keeps it level with a lake. A model for a program that
 * takes its ledgers from elsewhere; it uses nothing but the public types of the library.
 */
@NullMarked
package dev.permafrost.app.follow;

import org.jspecify.annotations.NullMarked;
