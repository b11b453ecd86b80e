/** Counts which contract suites were run, by whom, and how they ended. */
@NullMarked
package dev.permafrost.testkit.contract;

import org.jspecify.annotations.NullMarked;
