@NullMarked
package dev.permafrost.app.watch;

import org.jspecify.annotations.NullMarked;
