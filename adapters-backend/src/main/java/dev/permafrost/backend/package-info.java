/** Holds the client of an HTTP data lake of ledgers. */
@NullMarked
package dev.permafrost.backend;

import org.jspecify.annotations.NullMarked;
