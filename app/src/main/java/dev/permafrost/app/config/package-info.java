/** The configuration file: values for options that the command line does not name. */
@NullMarked
package dev.permafrost.app.config;

import org.jspecify.annotations.NullMarked;
