/**
 * One request to a lake's server and its response: sends it, collects what arrives, and decides
 * what the response means and whether to ask again. Uses {@code backend.access} only.
 */
@NullMarked
package dev.permafrost.backend.transport;

import org.jspecify.annotations.NullMarked;
