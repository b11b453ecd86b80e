/** Holds a scripted backend, wrong ledgers, and the contract suites of sources. */
@NullMarked
package dev.permafrost.testkit.source;

import org.jspecify.annotations.NullMarked;
