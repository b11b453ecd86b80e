/** Holds pack files, roots with their locks, and the steps that make files durable. */
@NullMarked
package dev.permafrost.fs;

import org.jspecify.annotations.NullMarked;
