/**
 * Adoption: taking packs and hot databases that were made elsewhere, or earlier, into the store.
 */
@NullMarked
package dev.permafrost.domain.adopt;

import org.jspecify.annotations.NullMarked;
