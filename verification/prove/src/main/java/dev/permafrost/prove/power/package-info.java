/**
 * Power cuts on real file systems: ext4 and XFS on loop devices are shut down without their logs
 * being flushed, and mounted again.
 */
@NullMarked
package dev.permafrost.prove.power;

import org.jspecify.annotations.NullMarked;
