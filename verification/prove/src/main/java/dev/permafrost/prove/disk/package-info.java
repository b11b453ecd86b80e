/** Stores on the real disk, over the real adapters, for the parts that kill and damage them. */
@NullMarked
package dev.permafrost.prove.disk;

import org.jspecify.annotations.NullMarked;
