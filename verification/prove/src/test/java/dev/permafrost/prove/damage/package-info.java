/** Tests of the damages, their short form, and the table that stands in the documents. */
@NullMarked
package dev.permafrost.prove.damage;

import org.jspecify.annotations.NullMarked;
