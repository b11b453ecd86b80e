package dev.permafrost.app.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.permafrost.app.lake.DurableFiles;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.landing.LandedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A file of receipts: one JSON object a line, one for each chunk. It is replaced as a whole,
 * durably, for each added receipt; half a kilobyte for each chunk is little compared with the work
 * that a killed run would have to repeat. So a reader never sees half a line. Thread-safe within
 * one process, not for several processes.
 */
public final class ReceiptFile {

  private static final long MOST_BYTES = 256L << 20;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path path;

  /** Creates the access to the file at a path, which may be absent. */
  public ReceiptFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /**
   * The receipts, by chunk; empty if there is no file.
   *
   * @throws WrongUsage if the file holds something else; it is left as it is
   */
  public SortedMap<ChunkId, Receipt> read() {
    SortedMap<ChunkId, Receipt> receipts = new TreeMap<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        Receipt receipt = parse(line);
        if (receipts.put(receipt.chunk(), receipt) != null) {
          throw new IllegalArgumentException("a second receipt of chunk " + receipt.chunk());
        }
      } catch (JsonProcessingException e) {
        throw new WrongUsage(path + ", line " + number + ": not JSON", e);
      } catch (IllegalArgumentException e) {
        throw new WrongUsage(path + ", line " + number + ": " + e.getMessage(), e);
      }
    }
    return receipts;
  }

  /**
   * Parses a receipt from its JSON object; unknown fields are ignored.
   *
   * @throws JsonProcessingException if it is not JSON
   * @throws IllegalArgumentException if it is not a receipt
   */
  public static Receipt parse(String json) throws JsonProcessingException {
    return receipt(JSON.readTree(json));
  }

  /** Whether the file exists. */
  public boolean isThere() {
    return Files.exists(path);
  }

  private List<String> lines() {
    try {
      if (Files.notExists(path)) {
        return List.of();
      }
      if (Files.size(path) > MOST_BYTES) {
        throw new WrongUsage(path + " is too large to be a file of receipts");
      }
      return Files.readAllLines(path);
    } catch (CharacterCodingException e) {
      throw new WrongUsage(path + ": a file of receipts is text", e);
    } catch (IOException e) {
      throw new WrongUsage("cannot read the receipts in " + path, e);
    }
  }

  /**
   * Adds a receipt; one for the same chunk is replaced. Durable when this returns. If it throws,
   * the file is unchanged.
   *
   * @throws WrongUsage if the file holds something else
   * @throws dev.permafrost.ports.failure.StorageFailure if it cannot be written
   */
  public void add(Receipt added) {
    add(List.of(added));
  }

  /** Adds several receipts at once. */
  public synchronized void add(List<Receipt> added) {
    SortedMap<ChunkId, Receipt> receipts = read();
    Map<ChunkId, Receipt> before = Map.copyOf(receipts);
    added.forEach(receipt -> receipts.put(receipt.chunk(), receipt));
    if (receipts.equals(before)) {
      return;
    }
    String text = receipts.values().stream().map(ReceiptFile::line).collect(Collectors.joining());
    try (DurableFiles files = DurableFiles.open()) {
      files.replace(path, List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
      files.finish();
    }
  }

  private static String line(Receipt receipt) {
    try {
      return JSON.writeValueAsString(fields(receipt)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a receipt that is not JSON: " + receipt, e);
    }
  }

  /** A receipt as the fields of its JSON object. */
  public static Map<String, Object> fields(Receipt receipt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("chunk", receipt.chunk().value());
    fields.put("kind", receipt.kind().name());
    fields.put("fileBytes", receipt.file().sizeBytes());
    fields.put("sha256", receipt.file().sha256());
    fields.put("firstPrevious", receipt.firstPrevious().toString());
    fields.put("lastHash", receipt.lastHash().toString());
    fields.put("network", receipt.network());
    fields.put("codec", receipt.codec().value());
    receipt.anchor().ifPresent(sequence -> fields.put("anchor", sequence));
    fields.put("continuesAnchor", receipt.continuesAnchor());
    return fields;
  }

  private static Receipt receipt(JsonNode object) {
    return new Receipt(
        new ChunkId((int) number(object, "chunk", ChunkId.MAX_VALUE)),
        new ArtifactKind(text(object, "kind")),
        new LandedFile(number(object, "fileBytes", Long.MAX_VALUE), text(object, "sha256")),
        hash(object, "firstPrevious"),
        hash(object, "lastHash"),
        text(object, "network"),
        new CodecFingerprint(text(object, "codec")),
        object.has("anchor")
            ? OptionalLong.of(number(object, "anchor", Long.MAX_VALUE))
            : OptionalLong.empty(),
        object.path("continuesAnchor").asBoolean());
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("not a receipt: it has no text '" + name + "'");
    }
    return value.textValue();
  }

  private static long number(JsonNode object, String name, long most) {
    JsonNode value = object.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() > most) {
      throw new IllegalArgumentException("not a receipt: it has no number '" + name + "'");
    }
    return value.longValue();
  }

  private static LedgerHash hash(JsonNode object, String name) {
    return LedgerHash.of(HexFormat.of().parseHex(text(object, name)));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
