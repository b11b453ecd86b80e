/** Reads what mutation testing found: which changes of the code no test noticed. */
@NullMarked
package dev.permafrost.prove.mutation;

import org.jspecify.annotations.NullMarked;
