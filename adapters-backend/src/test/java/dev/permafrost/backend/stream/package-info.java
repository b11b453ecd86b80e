/** Tests of the lake client, over loopback and over directories. */
@NullMarked
package dev.permafrost.backend.stream;

import org.jspecify.annotations.NullMarked;
