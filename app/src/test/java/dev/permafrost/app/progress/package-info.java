/** Tests of what is shown of work under way. */
@NullMarked
package dev.permafrost.app.progress;

import org.jspecify.annotations.NullMarked;
