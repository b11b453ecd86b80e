package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which chunks, for commands that may be about all of them. */
final class ChunksOption {

  static final String WORDS = "Chunks: N or A-B, both included.";

  @Option(
      names = {"--chunks", "--chunk"},
      paramLabel = "R",
      description = "Chunks: N or A-B, both included; all that the store knows if not given.")
  @Nullable ChunkSpan chunks;

  /** For commands that must be told. */
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
