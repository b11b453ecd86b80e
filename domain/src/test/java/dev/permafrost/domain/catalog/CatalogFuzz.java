package dev.permafrost.domain.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Any text as an entry of the catalog: an input is a key, a newline and a value. */
public final class CatalogFuzz implements FuzzTarget {

  private static final Set<ArtifactKind> KINDS =
      Set.of(ArtifactKind.LEDGERS, new ArtifactKind("events"));

  /** Makes the target. */
  public CatalogFuzz() {}

  @Override
  public List<byte[]> seeds() {
    return List.of(
            "chunk:00000007:ledgers\nfrozen",
            "chunk:00429495:events\nfreezing",
            "hot:chunk:00000008\nready",
            "config:store\n0123456789abcdef0123456789abcdef",
            "config:network\nTest SDF Network ; September 2015",
            "config:earliest_ledger\n70002")
        .stream()
        .map(entry -> entry.getBytes(UTF_8))
        .toList();
  }

  @Override
  public void give(byte[] input) {
    String text = new String(input, UTF_8);
    int newline = text.indexOf('\n');
    String key = newline < 0 ? text : text.substring(0, newline);
    String value = newline < 0 ? "" : text.substring(newline + 1);
    Optional<CatalogKey> parsed = CatalogKey.parse(key);
    require(parsed.map(CatalogKey::text).orElse(key).equals(key), "another key is written", key);
    CatalogScan scan =
        CatalogEntries.scan(List.of(new MetaStore.Entry(key, value)), KINDS, Geometry.STANDARD);
    require(scan.rows().size() + scan.unknown().size() <= 1, "one entry became several", key);
    require(scan.rows().isEmpty() || parsed.isPresent(), "a row without a key", key);
  }

  private static void require(boolean holds, String what, String key) {
    if (!holds) {
      throw new IllegalStateException(what + ": " + key);
    }
  }
}
