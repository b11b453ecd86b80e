package dev.permafrost.app.command;

import dev.permafrost.app.config.TrustFile;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chain.Anchor;
import dev.permafrost.domain.chain.Anchors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name trusted header hashes. */
final class TrustOption {

  @Option(
      names = "--trust",
      paramLabel = "SEQ:HASH",
      description =
          "A ledger's header hash that is trusted: proves all headers linked to it from below. "
              + "Repeatable.")
  private List<String> trusted = List.of();

  @Option(
      names = "--trust-file",
      paramLabel = "FILE",
      description = "Trusted header hashes, SEQ:HASH one a line; # begins a comment.")
  private @Nullable Path file;

  /**
   * The trusted hashes.
   *
   * @throws WrongUsage if one is invalid
   */
  Anchors anchors() {
    try {
      List<Anchor> anchors = new ArrayList<>(trusted.stream().map(Anchor::parse).toList());
      if (file != null) {
        anchors.addAll(TrustFile.read(file));
      }
      return Anchors.of(anchors);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage("--trust: " + e.getMessage(), e);
    }
  }
}
