package dev.permafrost.app.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file from which an interrupted check continues. It is replaced as a whole, durably, so that
 * after a power cut it holds the new state or the previous one.
 */
public final class CheckFile {

  private static final long MOST_BYTES = 256L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          // Records as they are: their other accessors are not part of the format.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path path;

  /** Creates the access to the file at a path, which may be absent. */
  public CheckFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /**
   * The state in the file; empty if there is no file.
   *
   * @throws WrongUsage if it holds something else; it is left as it is
   */
  public Optional<CheckState> read() {
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new WrongUsage(path + " is too large to be the state of a check");
      }
      return Optional.of(JSON.readValue(Files.readAllBytes(path), CheckState.class));
    } catch (JsonProcessingException e) {
      throw new WrongUsage(
          path + " does not hold the state of a check; name another file, or remove it", e);
    } catch (IOException e) {
      throw new WrongUsage("cannot read the state of a check in " + path, e);
    }
  }

  /** Replaces the state in the file; durable when this returns. */
  public void write(CheckState state) {
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(state);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a state that is not JSON", e);
    }
    try (DurableFiles files = DurableFiles.open()) {
      files.replace(path, List.of(ByteBuffer.wrap(json)));
      files.finish();
    }
  }

  /** Removes the file, once the check is complete. */
  public void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "remove", path.toString(), SystemState.of(path));
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
