/** Work on a real store that may be ended at any instant, and what must hold of the store then. */
@NullMarked
package dev.permafrost.prove.workload;

import org.jspecify.annotations.NullMarked;
