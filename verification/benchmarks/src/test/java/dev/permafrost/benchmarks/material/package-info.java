/** Tests of what measurements are made with. */
@NullMarked
package dev.permafrost.benchmarks.material;

import org.jspecify.annotations.NullMarked;
