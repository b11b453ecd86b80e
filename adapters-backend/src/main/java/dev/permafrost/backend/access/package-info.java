/**
 * How to reach a lake: its address, the credentials that are shown there, the proxy on the way, and
 * how patiently the lake is asked. Uses no other package of the lake client.
 */
@NullMarked
package dev.permafrost.backend.access;

import org.jspecify.annotations.NullMarked;
