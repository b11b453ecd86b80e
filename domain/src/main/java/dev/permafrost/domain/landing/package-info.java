/** Making and verifying packs without a store, and the receipts for them. */
@NullMarked
package dev.permafrost.domain.landing;

import org.jspecify.annotations.NullMarked;
