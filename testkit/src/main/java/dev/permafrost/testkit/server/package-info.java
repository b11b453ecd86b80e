/** Starts web servers that nobody here wrote, on loopback, as processes that end with this one. */
@NullMarked
package dev.permafrost.testkit.server;

import org.jspecify.annotations.NullMarked;
