package dev.permafrost.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogKeyTest {

  @Test
  void theParserAcceptsExactlyWhatTheConstructorsEmit() {
    for (int chunk : new int[] {0, 7, 1005, 429_495, 99_999_999}) {
      CatalogKey artifact = new CatalogKey.Artifact(new ChunkId(chunk), ArtifactKind.LEDGERS);
      assertThat(CatalogKey.parse(artifact.text())).contains(artifact);
      CatalogKey hot = new CatalogKey.Hot(new ChunkId(chunk));
      assertThat(CatalogKey.parse(hot.text())).contains(hot);
    }
    for (String config :
        new String[] {"config:store", "config:network", "config:earliest_ledger"}) {
      assertThat(CatalogKey.parse(config)).contains(new CatalogKey.Config(config));
    }
    assertThat(new CatalogKey.Artifact(new ChunkId(1005), ArtifactKind.LEDGERS).text())
        .isEqualTo("chunk:00001005:ledgers");
    assertThat(new CatalogKey.Hot(new ChunkId(1005)).text()).isEqualTo("hot:chunk:00001005");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chunk:1:ledgers",
        "chunk:000000001:ledgers",
        "chunk:0000000a:ledgers",
        "chunk:00000001",
        "chunk:00000001:",
        "chunk:00000001:Ledgers",
        "chunk:00000001:ledgers:x",
        "chunk:00000001:ledgers ",
        " chunk:00000001:ledgers",
        "chunk:00000001:hot",
        "hot:chunk:1",
        "hot:chunk:00000001:x",
        "hot:00000001",
        "config:",
        "config:Store",
        "config:store2",
        "chunk:-0000001:ledgers",
        "chunk:\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0661:ledgers"
      })
  void anythingElseIsNoKey(String text) {
    assertThat(CatalogKey.parse(text)).isEmpty();
  }
}
