package dev.permafrost.domain.catalog;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of the catalog. It is made and parsed in one place: the parser accepts exactly what {@link
 * #text()} produces (docs/protocol.md, "Catalog keys").
 */
public sealed interface CatalogKey {

  /** The key of the store's id. */
  String STORE = "config:store";

  /** The key of the network passphrase. */
  String NETWORK = "config:network";

  /** The key of the version of the store as a whole. */
  String FORMAT = "config:format";

  /** The key of the earliest ledger that the store is meant to hold. */
  String EARLIEST_LEDGER = "config:earliest_ledger";

  /** The prefix of the keys of all artifacts. */
  String ARTIFACTS = "chunk:";

  /** The prefix of the keys of all hot databases. */
  String HOT = "hot:chunk:";

  /** The key as it is stored. */
  String text();

  /**
   * {@code chunk:{chunk:08d}:{kind}}.
   *
   * @param chunk the chunk
   * @param kind the kind
   */
  record Artifact(ChunkId chunk, ArtifactKind kind) implements CatalogKey {
    @Override
    public String text() {
      return ofChunk(chunk) + kind.name();
    }

    /** The prefix of the keys of all artifacts of a chunk. */
    public static String ofChunk(ChunkId chunk) {
      return ARTIFACTS + chunk.name() + ":";
    }
  }

  /**
   * {@code hot:chunk:{chunk:08d}}.
   *
   * @param chunk the chunk
   */
  record Hot(ChunkId chunk) implements CatalogKey {
    @Override
    public String text() {
      return HOT + chunk.name();
    }
  }

  /**
   * One of the {@code config:} keys.
   *
   * @param text the key
   */
  record Config(String text) implements CatalogKey {}

  /** The key for a text, or empty if the text is not a key. */
  static Optional<CatalogKey> parse(String text) {
    if (Set.of(STORE, FORMAT, NETWORK, EARLIEST_LEDGER).contains(text)) {
      return Optional.of(new Config(text));
    }
    Matcher artifact = Form.ARTIFACT.matcher(text);
    if (artifact.matches()) {
      return kind(artifact.group(2)).map(kind -> new Artifact(chunk(artifact.group(1)), kind));
    }
    Matcher hot = Form.HOT_CHUNK.matcher(text);
    return hot.matches() ? Optional.of(new Hot(chunk(hot.group(1)))) : Optional.empty();
  }

  private static ChunkId chunk(String digits) {
    return new ChunkId(Integer.parseInt(digits));
  }

  private static Optional<ArtifactKind> kind(String name) {
    try {
      return Optional.of(new ArtifactKind(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The forms of the keys that name a chunk. */
  final class Form {
    private static final Pattern ARTIFACT = Pattern.compile("chunk:([0-9]{8}):([^:]+)");
    private static final Pattern HOT_CHUNK = Pattern.compile("hot:chunk:([0-9]{8})");

    private Form() {}
  }
}
