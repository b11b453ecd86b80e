package dev.permafrost.domain.recover;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;

/**
 * The result for one chunk below the floor.
 *
 * @param chunk the chunk
 * @param isGone whether nothing of it is left
 * @param waitsForView whether an open view may read it: a pruning after the view is closed removes
 *     it
 * @param failure why it was not finished, if it was not; the next pruning continues
 */
public record PruningReport(
    ChunkId chunk, boolean isGone, boolean waitsForView, Optional<StorageFailure> failure) {}
