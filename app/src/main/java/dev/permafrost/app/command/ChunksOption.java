package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects chunks, for commands that can work on all of them. */
final class ChunksOption {

  static final String WORDS = "Chunks: N or A-B, both included.";

  @Option(
      names = {"--chunks", "--chunk"},
      paramLabel = "R",
      description = "Chunks: N or A-B, both included (default: all chunks of the store).")
  @Nullable ChunkSpan chunks;

  /** The option for commands that require it. */
  static final class Required {

    @Option(
        names = {"--chunks", "--chunk"},
        paramLabel = "R",
        required = true,
        description = WORDS)
    @SuppressWarnings("NullAway.Init") // required: set before the command runs
    ChunkSpan chunks;
  }
}
