/** Tests of going over the objects of a lake. */
@NullMarked
package dev.permafrost.app.lake;

import org.jspecify.annotations.NullMarked;
