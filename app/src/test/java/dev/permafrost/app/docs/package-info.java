/** The documents of the project, held against its code. */
@NullMarked
package dev.permafrost.app.docs;

import org.jspecify.annotations.NullMarked;
