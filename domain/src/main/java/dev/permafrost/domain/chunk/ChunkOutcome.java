package dev.permafrost.domain.chunk;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of the work on one of many chunks.
 *
 * @param chunk the chunk
 * @param result the result, if it did not fail
 * @param failure why it failed, if it did
 * @param <T> the result
 */
public record ChunkOutcome<T>(
    ChunkId chunk, Optional<T> result, Optional<RuntimeException> failure) {

  static <T> ChunkOutcome<T> done(ChunkId chunk, T result) {
    return new ChunkOutcome<>(chunk, Optional.of(result), Optional.empty());
  }

  static <T> ChunkOutcome<T> failed(ChunkId chunk, @Nullable RuntimeException failure) {
    return new ChunkOutcome<>(chunk, Optional.empty(), Optional.ofNullable(failure));
  }
}
