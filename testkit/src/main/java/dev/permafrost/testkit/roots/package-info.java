/** Holds the contract suite of the roots of a store. */
@NullMarked
package dev.permafrost.testkit.roots;

import org.jspecify.annotations.NullMarked;
