package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chain.Anchor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of trusted header hashes: one {@code SEQ:HASH} a line; text after a {@code #} is a
 * comment, and empty lines are skipped.
 */
public final class TrustFile {

  private static final long MAX_BYTES = 16 << 20;

  private TrustFile() {}

  /**
   * Reads a file.
   *
   * @throws WrongUsage if it cannot be read, or a line is invalid; the message has the line number
   */
  public static List<Anchor> read(Path path) {
    List<Anchor> anchors = new ArrayList<>();
    int number = 0;
    for (String line : lines(path)) {
      number++;
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (text.isEmpty()) {
        continue;
      }
      try {
        anchors.add(Anchor.parse(text));
      } catch (IllegalArgumentException e) {
        throw new WrongUsage(path + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    return anchors;
  }

  private static List<String> lines(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new WrongUsage(
            path + ": a file of trusted hashes has at most " + MAX_BYTES + " bytes");
      }
      return Files.readAllLines(path);
    } catch (CharacterCodingException e) {
      throw new WrongUsage(path + ": a file of trusted hashes is text", e);
    } catch (IOException e) {
      throw new WrongUsage("cannot read the trusted hashes in " + path, e);
    }
  }
}
