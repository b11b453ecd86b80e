/**
 * Reads ledgers from a data lake over HTTP or from a directory: what the lake covers, and the raw
 * ledgers of a range in order.
 *
 * <p>{@link dev.permafrost.backend.DataLakes} opens one; everything else that is public here is
 * what it takes and what it answers. Of the packages below, a program uses {@code LakeOptions},
 * {@code LakeAccess}, {@code LakeAddress} and {@code LakeProxy} of {@code access}, and {@code
 * ObjectWalk} of {@code stream}; what else is public there is public for its neighbours only.
 *
 * <p>The packages use each other downward only: this one, {@code stream}, {@code batch}, {@code
 * lake}, {@code transport}, {@code access}.
 */
@NullMarked
package dev.permafrost.backend;

import org.jspecify.annotations.NullMarked;
