/** The demonstration: runs everything once, without input. */
@NullMarked
package dev.permafrost.app.demo;

import org.jspecify.annotations.NullMarked;
