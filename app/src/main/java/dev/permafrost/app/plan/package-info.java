/** Planning: the work left for chunks, and what it will take. */
@NullMarked
package dev.permafrost.app.plan;

import org.jspecify.annotations.NullMarked;
