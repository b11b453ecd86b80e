/**
 * The configuration: values of options from a file and from environment variables, and the forms of
 * values.
 */
@NullMarked
package dev.permafrost.app.config;

import org.jspecify.annotations.NullMarked;
