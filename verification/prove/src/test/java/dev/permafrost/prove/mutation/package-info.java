/** Tests of how reports of mutation testing are read. */
@NullMarked
package dev.permafrost.prove.mutation;

import org.jspecify.annotations.NullMarked;
