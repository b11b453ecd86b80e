/** The demonstration: everything once, with no input. */
@NullMarked
package dev.permafrost.app.demo;

import org.jspecify.annotations.NullMarked;
