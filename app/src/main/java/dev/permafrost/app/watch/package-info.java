/** Monitoring over HTTP: the status document of a store, its page, and a small server for both. */
@NullMarked
package dev.permafrost.app.watch;

import org.jspecify.annotations.NullMarked;
