/** Tests of the lake client, over loopback and over directories. */
@NullMarked
package dev.permafrost.backend.transport;

import org.jspecify.annotations.NullMarked;
