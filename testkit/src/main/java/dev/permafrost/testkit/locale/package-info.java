/** Child processes whose operating system speaks another language. */
@NullMarked
package dev.permafrost.testkit.locale;

import org.jspecify.annotations.NullMarked;
