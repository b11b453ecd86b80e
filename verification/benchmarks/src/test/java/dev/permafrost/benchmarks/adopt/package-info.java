/** Tests of how adoptions are measured. */
@NullMarked
package dev.permafrost.benchmarks.adopt;

import org.jspecify.annotations.NullMarked;
