package dev.permafrost.prove.power;

import dev.permafrost.domain.audit.Orphan;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.prove.workload.GoldenPacks;
import dev.permafrost.prove.workload.PacedLake;
import dev.permafrost.prove.workload.Phase;
import dev.permafrost.prove.workload.WorkloadEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/**
 * Packs and hot databases that were made elsewhere, put where a store adopts them: half of them
 * durable, the others as a copying that nobody synced leaves them. One thread.
 */
final class Candidates {

  private final Path made;
  private final RootPaths roots;
  private final Path elsewhere;
  private final Random random;

  /**
   * Candidates for a store.
   *
   * @param made the roots of an undisturbed store with all packs, and a directory {@code made-hot}
   *     with a whole hot database of each chunk
   * @param elsewhere a directory outside of the store, on the volume of the cold root
   */
  Candidates(Path made, RootPaths roots, Path elsewhere, Random random) {
    this.made = made;
    this.roots = roots;
    this.elsewhere = elsewhere;
    this.random = random;
  }

  /** Where the whole hot database of a chunk is kept. */
  static Path madeHot(Path made, ChunkId chunk) {
    return made.resolve("made-hot").resolve(chunk.name());
  }

  /** Adopts a chunk of which nothing is in the store, in the way that a phase says. */
  void adopt(Store store, ChunkId chunk, Phase how, WorkloadEvents events) {
    events.adopts(chunk);
    switch (how) {
      case ADOPTING_COPY -> fromDirectory(store, chunk, false, how, events);
      case ADOPTING_MOVE -> fromDirectory(store, chunk, true, how, events);
      case ADOPTING_IN_PLACE -> {
        put(pack(made, chunk), GoldenPacks.pack(roots, chunk));
        events.enter(how);
        store.adoption().inPlace(chunk, network(), CancelToken.NEVER);
      }
      case ADOPTING_HOT -> {
        Path from = madeHot(made, chunk);
        for (Path file : WorkDirectory.list(from)) {
          put(file, roots.hot().resolve(chunk.name()).resolve(from.relativize(file).toString()));
        }
        events.enter(how);
        store.adoption().hot(chunk, network(), CancelToken.NEVER);
      }
      default -> throw new IllegalArgumentException("no way to adopt: " + how);
    }
  }

  private void fromDirectory(
      Store store, ChunkId chunk, boolean moves, Phase how, WorkloadEvents events) {
    put(pack(made, chunk), elsewhere.resolve(chunk.name() + ".pack"));
    events.enter(how);
    try (PackCandidates packs =
        FileStores.packCandidates(FileStores.posix(), roots.cold(), elsewhere, moves)) {
      if (moves) {
        store.adoption().move(packs.candidate(chunk), network(), CancelToken.NEVER);
      } else {
        store.adoption().copy(packs.candidate(chunk), network(), CancelToken.NEVER);
      }
    }
  }

  private static Optional<String> network() {
    return Optional.of(PacedLake.NETWORK);
  }

  private static Path pack(Path data, ChunkId chunk) {
    return GoldenPacks.pack(RootPaths.under(data), chunk);
  }

  private void put(Path from, Path to) {
    Path directory = Objects.requireNonNull(to.getParent());
    try {
      Files.createDirectories(directory);
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      if (random.nextBoolean()) {
        sync(to, StandardOpenOption.WRITE);
        sync(directory, StandardOpenOption.READ);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  /** Removes what a cut left without a key; nothing of it was promised. */
  static void removeOrphans(Store store) {
    List<Orphan> orphans = store.orphans().find(CancelToken.NEVER);
    OrphanRemoval.Scope everything = new OrphanRemoval.Scope(true, true);
    for (OrphanRemoval.Outcome outcome :
        store.orphans().remove(orphans, everything, CancelToken.NEVER)) {
      if (outcome.failure().isPresent()) {
        throw outcome.failure().get();
      }
    }
  }
}
