/** Events that the storage layer reports to an observer: attempts, progress, waits and remarks. */
@NullMarked
package dev.permafrost.ports.events;

import org.jspecify.annotations.NullMarked;
