/** What the pages of the documentation say that can be tried. */
@NullMarked
package dev.permafrost.testkit.docs;

import org.jspecify.annotations.NullMarked;
