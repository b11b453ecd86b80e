package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The artifacts of every chunk that a scenario freezes, as they are made without any crash; each
 * was opened and verified ledger by ledger.
 *
 * @param artifacts each artifact with the bytes of its file
 */
public record Golden(Map<Remains.Artifact, ByteBuffer> artifacts) {

  /** Freezes and verifies all chunks on a machine of its own. */
  public static Golden make(Bench bench) {
    Layout layout = Layout.ONE_VOLUME;
    Promises promises = new Promises(Bench.GEOMETRY, Set.of());
    Site site = new Site(layout, layout.newMachine(), promises, () -> Wiring.AS_IT_IS, bench);
    try (Store store = site.open()) {
      for (ChunkId chunk : List.of(Bench.ZERO, Bench.ONE, Bench.FAR)) {
        store
            .freezer()
            .processChunk(chunk, Set.of(ArtifactKind.LEDGERS, TinyKind.KIND), CancelToken.NEVER);
        ChunkReport report = store.verification().verify(chunk, CancelToken.NEVER);
        if (report.failure().isPresent()) {
          throw report.failure().get();
        }
      }
    }
    Map<Remains.Artifact, ByteBuffer> artifacts = new HashMap<>();
    Remains remains = new Remains(site, Set.of());
    for (Remains.Artifact artifact : remains.artifactKeys().keySet()) {
      artifacts.put(artifact, remains.fileOf(artifact).orElseThrow());
    }
    return new Golden(Map.copyOf(artifacts));
  }
}
