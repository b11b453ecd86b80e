/** The codec that compresses a raw ledger into a frame and back. */
@NullMarked
package dev.permafrost.ports.codec;

import org.jspecify.annotations.NullMarked;
