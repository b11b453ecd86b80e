/** One simulated machine whose power can be cut: a disk, the catalog, the hot databases. */
@NullMarked
package dev.permafrost.testkit.machine;

import org.jspecify.annotations.NullMarked;
