/**
 * Access to a lake: its address, credentials, proxy, timeouts and retries. Uses no other package of
 * the lake client.
 */
@NullMarked
package dev.permafrost.backend.access;

import org.jspecify.annotations.NullMarked;
