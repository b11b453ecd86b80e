/**
 * Reads ledgers from a data lake over HTTP or from a directory: what the lake covers, and the raw
 * ledgers of a range in order.
 *
 * <p>{@link dev.permafrost.backend.DataLakes} opens one; the other public types here are its
 * parameters and results. From the subpackages, a program needs only {@code LakeOptions}, {@code
 * LakeAccess}, {@code LakeAddress} and {@code LakeProxy} of {@code access}, and {@code ObjectWalk}
 * of {@code stream}; other types there are public only for the neighbouring packages.
 *
 * <p>Each package uses only those after it in this list: this one, {@code stream}, {@code batch},
 * {@code lake}, {@code transport}, {@code access}.
 */
@NullMarked
package dev.permafrost.backend;

import org.jspecify.annotations.NullMarked;
