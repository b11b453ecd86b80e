/** Makes linked ledgers and lakes of them, and serves a lake on the loopback interface. */
@NullMarked
package dev.permafrost.forge;

import org.jspecify.annotations.NullMarked;
