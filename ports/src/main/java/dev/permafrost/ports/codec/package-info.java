/** The codec between a raw ledger and its frame. */
@NullMarked
package dev.permafrost.ports.codec;

import org.jspecify.annotations.NullMarked;
