/**
 * The adapter for files: packs, the three roots with their locks, landings, and the steps that make
 * files durable.
 */
@NullMarked
package dev.permafrost.fs;

import org.jspecify.annotations.NullMarked;
