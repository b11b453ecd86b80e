/** Holds the contract suites of artifact stores and of packs of ledgers. */
@NullMarked
package dev.permafrost.testkit.artifact;

import org.jspecify.annotations.NullMarked;
