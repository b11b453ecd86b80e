/** What is shown of work under way, and what is logged of it. */
@NullMarked
package dev.permafrost.app.progress;

import org.jspecify.annotations.NullMarked;
