/** Tests of the lake client, over loopback and over directories. */
@NullMarked
package dev.permafrost.backend.batch;

import org.jspecify.annotations.NullMarked;
