/** The catalog: its content, and which changes to it are legal. */
@NullMarked
package dev.permafrost.domain.catalog;

import org.jspecify.annotations.NullMarked;
