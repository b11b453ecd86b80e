package dev.permafrost.prove.damage;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.rocksdb.RocksDBException;

/**
 * Does every kind of damage to copies of real stores, and asks who notices. One run, one thread.
 */
final class DamageRun {

  private final int positions;
  private final long seed;
  private final Random random;
  private final DamageTable table = new DamageTable();
  private final List<String> unnoticed = new ArrayList<>();
  private final List<String> altered = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int kinds;
  private int cases;
  private int mended;
  private int toMend;

  /**
   * A run.
   *
   * @param positions how often each kind is done, each time elsewhere
   */
  DamageRun(int positions, long seed) {
    this.positions = positions;
    this.seed = seed;
    this.random = new Random(seed);
  }

  /** Runs it. */
  DamageFigures run() {
    long begun = System.nanoTime();
    try (WorkDirectory work = WorkDirectory.make("damage")) {
      RealStores stores = new RealStores(Geometry.STANDARD);
      Path scratch = work.path().resolve("scratch");
      for (Specimen.End end : Specimen.End.values()) {
        Specimen specimen = Specimen.make(end, stores, work.path().resolve(end.name()));
        damage(specimen, end, scratch, stores);
        if (end == Specimen.End.CLOSED) {
          keepFromOpening(specimen, scratch, stores);
        }
      }
      if (!work.openFiles().isEmpty()) {
        wrong.add("left open: " + work.openFiles());
      }
    } catch (IOException | RocksDBException e) {
      throw new IllegalStateException(e);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new DamageFigures(
        table, kinds, cases, mended, toMend, unnoticed, altered, wrong, skipped, seconds, seed);
  }

  private void damage(Specimen specimen, Specimen.End end, Path scratch, RealStores stores)
      throws IOException, RocksDBException {
    for (DamageKind kind : DamageKinds.all()) {
      if (kind.end() == end) {
        kinds++;
        int times = kind.sampled() ? positions : 1;
        toMend += kind.mendable() ? times : 0;
        for (int position = 0; position < times; position++) {
          oneCase(kind, specimen, scratch, stores);
        }
      }
    }
  }

  private void keepFromOpening(Specimen specimen, Path scratch, RealStores stores)
      throws IOException {
    PassingTrouble trouble = new PassingTrouble(specimen, stores, scratch, table);
    trouble.tryAll();
    kinds += trouble.kinds();
    cases += trouble.cases();
    wrong.addAll(trouble.wrong());
    skipped.addAll(trouble.skipped());
  }

  private void oneCase(DamageKind kind, Specimen specimen, Path scratch, RealStores stores)
      throws IOException, RocksDBException {
    cases++;
    long wound = random.nextLong();
    String where = kind.database().word() + ", " + kind.name() + ", position " + wound;
    Path ours = scratch.resolve("ours");
    Path alone = scratch.resolve("alone");
    WorkDirectory.copy(specimen.data(), ours);
    strike(kind, specimen, ours, wound);
    Path damaged = kind.database().directory(ours);
    if (Files.exists(damaged)) {
      WorkDirectory.copy(damaged, alone);
    }
    Answer answer = Answer.of(kind.database(), specimen, ours, stores);
    long entries = entries(kind, specimen);
    String said =
        answer.unreadable()
            ? RocksDbAlone.saysInTime(kind.database(), alone, entries)
            : RocksDbAlone.says(kind.database(), alone, entries);
    table.add(kind.database().word(), kind.name(), said, answer);
    judge(kind, answer, where);
    if (kind.mendable() && !answer.outcome().equals(DamageKind.NOTHING_LOST)) {
      mend(specimen, ours, stores, where);
    }
    WorkDirectory.remove(scratch);
  }

  private static void strike(DamageKind kind, Specimen specimen, Path data, long wound)
      throws IOException {
    kind.wound()
        .strike(
            kind.database().directory(data),
            kind.database().directory(specimen.older()),
            new Random(wound));
  }

  /** How many entries there were before. */
  private static long entries(DamageKind kind, Specimen specimen) {
    // A row each, config:store and config:format.
    long catalogKeys = specimen.rows().size() + 2L;
    return kind.database() == Database.HOT ? specimen.ledgers().range().length() : catalogKeys;
  }

  private void judge(DamageKind kind, Answer answer, String where) {
    boolean harmless = answer.outcome().equals(DamageKind.NOTHING_LOST);
    if (answer.outcome().equals(Answer.UNNOTICED)) {
      unnoticed.add(where);
    } else if (!harmless && !kind.expected().contains(answer.outcome())) {
      wrong.add(where + ": " + answer.outcome() + " instead of " + kind.expected());
    }
    if (harmless != answer.told().equals("exit 0")
        && !answer.outcome().equals(DamageKind.WITHIN_THE_LAG)) {
      wrong.add(where + ": " + answer.outcome() + ", and the command said " + answer.told());
    }
    if (answer.altered()) {
      altered.add(where);
    }
  }

  /** Only the witness was damaged: it is written anew on purpose, and all is there. */
  private void mend(Specimen specimen, Path data, RealStores stores, String where) {
    Answer.Ran ran =
        Answer.command("recover", "--chunks", "0", "--witness", "--yes", "--data", data.toString());
    String outcome = Answer.read(specimen, data, stores);
    if (ran.code() == 0
        && ran.err().contains("the witness says ledger " + specimen.highest() + " now")
        && outcome.equals(DamageKind.NOTHING_LOST)) {
      mended++;
    } else {
      wrong.add(where + ": not mended: " + outcome + ", " + ran);
    }
  }
}
