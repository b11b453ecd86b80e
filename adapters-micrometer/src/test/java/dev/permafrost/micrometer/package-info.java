@NullMarked
package dev.permafrost.micrometer;

import org.jspecify.annotations.NullMarked;
