/** What there is to do before it is begun, and what it will take. */
@NullMarked
package dev.permafrost.app.plan;

import org.jspecify.annotations.NullMarked;
