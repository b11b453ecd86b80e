/** What ledgers of a lake will take, measured on some of them before the rest is begun. */
@NullMarked
package dev.permafrost.domain.plan;

import org.jspecify.annotations.NullMarked;
