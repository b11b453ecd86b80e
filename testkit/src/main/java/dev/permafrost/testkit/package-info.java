/** Holds the contract suites of the ports, fakes of them, and a simulated machine. */
@NullMarked
package dev.permafrost.testkit;

import org.jspecify.annotations.NullMarked;
