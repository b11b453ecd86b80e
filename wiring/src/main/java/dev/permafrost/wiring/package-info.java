/**
 * The entry point for programs: opens stores and pack makers over the standard adapters, and owns
 * what it opens. Start with {@link dev.permafrost.wiring.Permafrost}.
 */
@NullMarked
package dev.permafrost.wiring;

import org.jspecify.annotations.NullMarked;
