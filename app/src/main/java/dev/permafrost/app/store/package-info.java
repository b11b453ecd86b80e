/** The composition root: a store over the real adapters, opened and closed in order. */
@NullMarked
package dev.permafrost.app.store;

import org.jspecify.annotations.NullMarked;
