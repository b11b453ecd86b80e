/** Holds the contract suite of the frame codec, and frames that a codec must refuse. */
@NullMarked
package dev.permafrost.testkit.codec;

import org.jspecify.annotations.NullMarked;
