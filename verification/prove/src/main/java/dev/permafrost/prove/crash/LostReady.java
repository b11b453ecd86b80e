package dev.permafrost.prove.crash;

import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.disk.VfsPaths;
import dev.permafrost.testkit.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * I5: no operation other than an explicit recovery turns a {@code ready} key whose data is lost
 * into anything else. Takes a machine's hot database away, whole or only its {@code CURRENT}, and
 * tries to open, ingest, freeze and discard.
 *
 * <p>A freeze may flip a pack that is whole in its place already: it takes nothing from the hot
 * data, whose key and directory stay as they are. Where a pack has no key it is refused for that.
 */
final class LostReady {

  private static final String NAME = "I5 lost ready stays ready";

  private LostReady() {}

  /** What was wrong; uses machines of its own. */
  static List<Violation> on(Origin origin, Supplier<Wiring> wiring, Bench bench) {
    List<Violation> violations = new ArrayList<>();
    Remains before = new Remains(site(origin, wiring, bench), Set.of());
    for (Map.Entry<ChunkId, String> key : before.hotKeys().entrySet()) {
      boolean frozen =
          "frozen"
              .equals(
                  before
                      .artifactKeys()
                      .get(new Remains.Artifact(ArtifactKind.LEDGERS, key.getKey())));
      boolean isThere = before.machine().hotContent(key.getKey()).isPresent();
      if (key.getValue().equals("ready") && isThere && !frozen) {
        Path directory = before.layout().hot(key.getKey());
        lose(origin, site(origin, wiring, bench), key.getKey(), directory)
            .ifPresent(violations::add);
        lose(origin, site(origin, wiring, bench), key.getKey(), directory.resolve("CURRENT"))
            .ifPresent(violations::add);
      }
    }
    return violations;
  }

  private static Site site(Origin origin, Supplier<Wiring> wiring, Bench bench) {
    Promises promises = new Promises(Bench.GEOMETRY, origin.promised());
    return new Site(origin.plan().scenario().layout(), origin.boot(), promises, wiring, bench);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  private static Optional<Violation> lose(Origin origin, Site site, ChunkId chunk, Path path) {
    Machine machine = site.machine();
    machine.quietly(
        () -> {
          try {
            Vfs vfs = machine.newProcess();
            VfsPaths.remove(vfs, path);
            return path;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Set<String> hotBefore = hotTree(site);
    origin.plan().scenario().beforeOpening().on(site);
    try (Store store = site.open()) {
      List<Runnable> attempts =
          List.of(
              () -> store.hot().openHotDBForChunk(chunk, Optional.empty()).close(),
              () -> store.hot().openForReading(chunk).orElseThrow().close(),
              () -> freeze(store, chunk),
              () -> store.hot().discardHotDBForChunk(chunk));
      for (Runnable attempt : attempts) {
        Optional<String> wrong = attemptOn(attempt);
        if (wrong.isPresent()) {
          return Optional.of(new Violation(NAME, path + " was lost: " + wrong.get()));
        }
      }
    }
    String state = new Remains(site, Set.of()).hotKeys().getOrDefault(chunk, "absent");
    if (!state.equals("ready") || !hotTree(site).equals(hotBefore)) {
      return Optional.of(
          new Violation(
              NAME, path + " was lost: the key is " + state + ", the disk " + hotTree(site)));
    }
    return Optional.empty();
  }

  private static void freeze(Store store, ChunkId chunk) {
    FreezeResult result =
        store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
    if (!result.source().equals("in place")) {
      throw new IllegalStateException("frozen from " + result.source());
    }
    throw new FlippedInPlace();
  }

  /** A freeze came to an end without the hot data. */
  private static final class FlippedInPlace extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static Optional<String> attemptOn(Runnable attempt) {
    try {
      attempt.run();
      return Optional.of("it went on");
    } catch (HotVolumeLost | UnadoptedArtifact | FlippedInPlace | BelowFloor expected) {
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(Trial.stackOf(e));
    }
  }

  private static Set<String> hotTree(Site site) {
    String below = site.layout().roots().hot() + "/";
    return Set.copyOf(site.machine().tree().subMap(below, below + Character.MAX_VALUE).keySet());
  }
}
