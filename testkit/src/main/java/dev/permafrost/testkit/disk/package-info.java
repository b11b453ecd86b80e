/** What lies on a disk below a root, for suites that compare it and damage it. */
@NullMarked
package dev.permafrost.testkit.disk;

import org.jspecify.annotations.NullMarked;
