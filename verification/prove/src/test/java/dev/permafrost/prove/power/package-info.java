/** That a power cut drops what was not synced, leaves nothing behind, and can be missed. */
@NullMarked
package dev.permafrost.prove.power;

import org.jspecify.annotations.NullMarked;
