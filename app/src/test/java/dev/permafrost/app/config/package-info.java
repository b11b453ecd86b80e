/** Tests of ranges, times and the configuration file. */
@NullMarked
package dev.permafrost.app.config;

import org.jspecify.annotations.NullMarked;
