/** Faults to order: what fakes ask before every operation. */
@NullMarked
package dev.permafrost.testkit.fault;

import org.jspecify.annotations.NullMarked;
