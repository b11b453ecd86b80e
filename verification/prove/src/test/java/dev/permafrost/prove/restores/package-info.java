/** Volumes and copies from different moments, on the real adapters. */
@NullMarked
package dev.permafrost.prove.restores;

import org.jspecify.annotations.NullMarked;
