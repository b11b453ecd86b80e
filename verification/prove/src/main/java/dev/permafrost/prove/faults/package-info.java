/** Fails every operation of every scenario once, and real disks where that can be arranged. */
@NullMarked
package dev.permafrost.prove.faults;

import org.jspecify.annotations.NullMarked;
