/** Tests of how rounds are judged, and of the command line. */
@NullMarked
package dev.permafrost.benchmarks;

import org.jspecify.annotations.NullMarked;
