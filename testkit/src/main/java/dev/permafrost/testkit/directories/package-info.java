/** Holds the contract suite of the directories of hot databases. */
@NullMarked
package dev.permafrost.testkit.directories;

import org.jspecify.annotations.NullMarked;
