package dev.permafrost.prove.workload;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the killed processes of one store acknowledged in their journals, and so must be there until
 * it is given up on purpose. One thread.
 */
public final class Account {

  private final Geometry geometry;
  private final TreeSet<Long> promised = new TreeSet<>();
  private final TreeSet<ChunkId> withoutKey = new TreeSet<>();
  private long acknowledged;
  private boolean opened;

  /** Of a store whose chain is cut in this way. */
  public Account(Geometry geometry) {
    this.geometry = geometry;
  }

  /** The ledgers that must be there. */
  public SortedSet<Long> promised() {
    return Collections.unmodifiableSortedSet(promised);
  }

  /** The chunks of which something may stand in the store's places without a key. */
  public Set<ChunkId> withoutKey() {
    return Collections.unmodifiableSet(withoutKey);
  }

  /** How many ledgers were acknowledged in all, those given up since included. */
  public long acknowledged() {
    return acknowledged;
  }

  /** Whether some process came beyond opening the store, which is made then. */
  public boolean isOpened() {
    return opened;
  }

  /**
   * Takes a dead process's journal in; a line that it could not finish was not said.
   *
   * @return the phase that it was killed in
   */
  public Phase read(Path journal) {
    Phase last = Phase.STARTING;
    String text = textOf(journal);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case Journal.PHASE -> {
          last = Phase.of(words[1]);
          opened |= last != Phase.OPENING;
        }
        case Journal.LEDGER -> {
          promised.add(Long.parseLong(words[1]));
          acknowledged++;
        }
        case Journal.FROZEN -> promiseAllOf(geometry.chunk(Long.parseLong(words[1])));
        case Journal.ADOPTS -> withoutKey.add(geometry.chunk(Long.parseLong(words[1])));
        case Journal.GIVEN_UP -> {
          ChunkId chunk = geometry.chunk(Long.parseLong(words[1]));
          promised.removeIf(sequence -> geometry.chunkOf(sequence).equals(chunk));
        }
        default -> throw new IllegalStateException("a line of no journal: " + line);
      }
    }
    return last;
  }

  private void promiseAllOf(ChunkId chunk) {
    for (long sequence = geometry.first(chunk); sequence <= geometry.last(chunk); sequence++) {
      promised.add(sequence);
    }
  }

  private static String textOf(Path journal) {
    try {
      return Files.readString(journal, StandardCharsets.US_ASCII);
    } catch (NoSuchFileException e) {
      return ""; // It was killed before it could begin one.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
