/** One pass over the ledgers of a chunk, checked as it goes. */
@NullMarked
package dev.permafrost.domain.pass;

import org.jspecify.annotations.NullMarked;
