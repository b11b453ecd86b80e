/** Tests of the server of lakes, with the JDK's client. */
@NullMarked
package dev.permafrost.forge.serve;

import org.jspecify.annotations.NullMarked;
