/** Tests of how fuzz targets are found and their turns are counted. */
@NullMarked
package dev.permafrost.prove.fuzz;

import org.jspecify.annotations.NullMarked;
