/** The sources of ledgers: streams of raw ledgers, and the bulk backend that serves old ones. */
@NullMarked
package dev.permafrost.ports.source;

import org.jspecify.annotations.NullMarked;
