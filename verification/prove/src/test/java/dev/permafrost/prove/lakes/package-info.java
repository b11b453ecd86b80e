/** Tests of the lake client's scenarios and of the servers and the proxy that they need. */
@NullMarked
package dev.permafrost.prove.lakes;

import org.jspecify.annotations.NullMarked;
