/** Landings: the contract of the port, and one in memory. */
@NullMarked
package dev.permafrost.testkit.landing;

import org.jspecify.annotations.NullMarked;
