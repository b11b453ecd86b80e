/** Tests of the command line of bin/prove. */
@NullMarked
package dev.permafrost.prove;

import org.jspecify.annotations.NullMarked;
