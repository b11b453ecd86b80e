/**
 * Landings on the command line: the chunks of a shard, receipts as JSON, and the status of a run.
 */
@NullMarked
package dev.permafrost.app.landing;

import org.jspecify.annotations.NullMarked;
