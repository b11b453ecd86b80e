/** What the catalog says, and which of its changes are legal. */
@NullMarked
package dev.permafrost.domain.catalog;

import org.jspecify.annotations.NullMarked;
