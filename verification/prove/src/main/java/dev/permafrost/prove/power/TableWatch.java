package dev.permafrost.prove.power;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.prove.workload.Acknowledgements;
import dev.permafrost.prove.workload.Journal;
import dev.permafrost.prove.workload.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Acknowledgements, and the phase {@link Phase#FLUSHING} for a while after a table appeared in the
 * hot database that is being filled.
 */
final class TableWatch implements StorageEvents {

  private static final long FLUSHING_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private final Acknowledgements acknowledgements;
  private final Journal journal;
  private final Path hot;
  private Set<Path> tables = new TreeSet<>();
  private long seenNanos;

  TableWatch(Journal journal, Geometry geometry, Path hot) {
    this.acknowledgements = new Acknowledgements(journal, geometry);
    this.journal = journal;
    this.hot = hot;
  }

  @Override
  public void progressed(Progress progress) {
    acknowledgements.progressed(progress);
    if (progress.operation() == Operation.INGEST) {
      look(hot.resolve(progress.chunk().name()));
    }
  }

  private synchronized void look(Path database) {
    Set<Path> there = tables(database);
    if (!tables.containsAll(there) && journal.phase() != Phase.FOLLOWING) {
      journal.enter(Phase.FLUSHING);
      seenNanos = System.nanoTime();
    } else if (journal.phase() == Phase.FLUSHING
        && System.nanoTime() - seenNanos > FLUSHING_NANOS) {
      journal.enter(Phase.INGESTING);
    }
    tables = there;
  }

  private static Set<Path> tables(Path database) {
    try (Stream<Path> files = Files.list(database)) {
      return files.filter(file -> file.toString().endsWith(".sst")).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void ended(Attempt attempt) {
    acknowledgements.ended(attempt);
  }
}
