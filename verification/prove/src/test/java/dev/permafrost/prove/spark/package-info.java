/** What the proof of the jobs is made of. */
@NullMarked
package dev.permafrost.prove.spark;

import org.jspecify.annotations.NullMarked;
