/**
 * What can be watched of a store: its status as a document, its page, and a small server of both.
 */
@NullMarked
package dev.permafrost.app.watch;

import org.jspecify.annotations.NullMarked;
