/**
 * HTTP and file requests: sends one request, collects its response, and decides what the response
 * means and whether to try again. Uses only {@code backend.access}.
 */
@NullMarked
package dev.permafrost.backend.transport;

import org.jspecify.annotations.NullMarked;
