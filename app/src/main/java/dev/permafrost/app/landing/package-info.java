/** Landings on the command line: which chunks are a shard's, and receipts as JSON. */
@NullMarked
package dev.permafrost.app.landing;

import org.jspecify.annotations.NullMarked;
