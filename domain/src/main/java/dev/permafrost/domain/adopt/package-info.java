/** Adoption: packs and hot databases that were made elsewhere, or before, become the store's. */
@NullMarked
package dev.permafrost.domain.adopt;

import org.jspecify.annotations.NullMarked;
