package dev.permafrost.testkit.machine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * What a power cut may leave of one file: rules {@link
 * MachineRule#UNSYNCED_DATA_MAY_BE_LOST_OR_TORN} and {@link
 * MachineRule#SIZE_MAY_SURVIVE_WITHOUT_DATA}, for what is under way, too. The first is always what
 * is durable, the second all that was written or begun.
 */
final class FileSurvivors {

  private static final int SECTOR_BYTES = 512;

  /**
   * One content.
   *
   * @param word what happened to what was written, for people
   * @param content the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outcome(String word, byte[] content) {}

  private final Relevance relevance;
  private final SortedSet<String> names;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Set<List<ByteBuffer>> known = new HashSet<>();

  private FileSurvivors(Relevance relevance, SortedSet<String> names) {
    this.relevance = relevance;
    this.names = names;
  }

  /**
   * What may be left of a file's content.
   *
   * @param names those that the file may have
   */
  static List<Outcome> of(FileNode file, SortedSet<String> names, Relevance relevance) {
    FileSurvivors survivors = new FileSurvivors(relevance, names);
    survivors.add("nothing new", file.durable());
    List<PendingWrite> writes = file.unsynced();
    if (!writes.isEmpty()) {
      survivors.addWrites(file.durable(), writes);
      survivors.addTorn(file.durable(), all(file.durable(), writes));
    }
    return survivors.outcomes;
  }

  private static byte[] all(byte[] durable, List<PendingWrite> writes) {
    byte[] content = durable;
    for (PendingWrite write : writes) {
      content = write.on(content);
    }
    return content;
  }

  /** Whole writes: all, the first few, all but one, only one. */
  private void addWrites(byte[] durable, List<PendingWrite> writes) {
    add("all", all(durable, writes));
    for (int i = 0; i < writes.size(); i++) {
      add("the first " + i + " writes", all(durable, writes.subList(0, i)));
      List<PendingWrite> others = new ArrayList<>(writes);
      PendingWrite one = others.remove(i);
      add("all but write " + i, all(durable, others));
      add("only write " + i, one.on(durable));
    }
  }

  /** Torn at each sector that differs: only its front, its front in the full size, its end. */
  private void addTorn(byte[] durable, byte[] full) {
    byte[] sized = Arrays.copyOf(durable, Math.max(full.length, durable.length));
    add("only its size", sized);
    for (int at = SECTOR_BYTES; at < full.length; at += SECTOR_BYTES) {
      byte[] front = Arrays.copyOf(durable, Math.max(at, durable.length));
      System.arraycopy(full, 0, front, 0, at);
      add("all below byte " + at, front);
      byte[] sizedFront = sized.clone();
      System.arraycopy(full, 0, sizedFront, 0, at);
      add("its size and all below byte " + at, sizedFront);
      byte[] end = sized.clone();
      System.arraycopy(full, at, end, at, full.length - at);
      add("its size and all from byte " + at, end);
    }
  }

  private void add(String word, byte[] content) {
    List<ByteBuffer> parts =
        names.stream().map(name -> ByteBuffer.wrap(relevance.partOf(name, content))).toList();
    if (known.add(parts)) {
      outcomes.add(new Outcome(word, content));
    }
  }
}
