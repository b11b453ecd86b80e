package dev.permafrost.prove.soak;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.prove.soak.SoakFigures.Pair;
import dev.permafrost.prove.soak.SoakNotes.Note;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Lets a lake grow at a steady pace, and kills the process that follows it now and then and starts
 * it again, in the first two fifths of the time: the last life is long enough to show what grows.
 * One run, one thread.
 */
final class SoakRun {

  private static final int LEDGERS_PER_SECOND = 100;

  /** A chunk to backfill and the beginning of the next. */
  private static final int LEDGERS_AT_FIRST = 250;

  private static final double QUIET_FROM = 0.4;
  private static final int LEAST_KILLS = 2;
  private static final int SECONDS_PER_KILL = 50;
  private static final Duration LONGEST_DOWN = Duration.ofSeconds(6);
  private static final Duration TICK = Duration.ofMillis(5);
  private static final int MOST_LINES = 40;
  private static final long ENDS_WITHIN_SECONDS = 120;

  private final Duration time;
  private final long seed;
  private final Random random;
  private final Consumer<String> out;
  private final Deque<Long> kills = new ArrayDeque<>();
  private int restarts;
  private long wrong;
  private long highestInFirst;
  private long highestInSecond;

  /**
   * A run.
   *
   * @param time how long the lake grows
   * @param out is told what is wrong
   */
  SoakRun(Duration time, long seed, Consumer<String> out) {
    this.time = time;
    this.seed = seed;
    this.random = new Random(seed);
    this.out = out;
  }

  /** Runs it. */
  SoakFigures run() {
    long begun = System.nanoTime();
    try (WorkDirectory directory = WorkDirectory.make("soak")) {
      Path work = directory.path();
      SoakNotes notes = SoakNotes.in(work.resolve("notes"));
      GrowingLake lake = new GrowingLake(work.resolve("lake"), seed);
      drawKills();
      soak(work, notes, lake);
      check(work, lake);
      wrong += notes.get(Note.WRONG);
      SoakFigures figures =
          new SoakFigures(
              notes.get(Note.LEDGERS),
              notes.get(Note.PAGES),
              restarts,
              new Pair(highestInFirst, highestInSecond),
              Pair.of(notes, Note.DESCRIPTORS_BEFORE, Note.DESCRIPTORS_AFTER),
              Pair.of(notes, Note.NATIVE_BEFORE, Note.NATIVE_AFTER),
              wrong,
              time,
              (System.nanoTime() - begun) / 1e9,
              seed);
      if (!figures.hold()) {
        tellLog(work);
      }
      return figures;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drawKills() {
    long count = Math.max(LEAST_KILLS, time.toSeconds() / SECONDS_PER_KILL);
    random
        .doubles(count, 0.1, QUIET_FROM)
        .sorted()
        .forEach(part -> kills.add((long) (part * time.toNanos())));
  }

  private void soak(Path work, SoakNotes notes, GrowingLake lake) throws IOException {
    lake.growTo(LEDGERS_AT_FIRST);
    Process process = start(work);
    try {
      long begun = System.nanoTime();
      long downUntil = 0;
      for (long now = 0; now < time.toNanos(); now = System.nanoTime() - begun) {
        lake.growTo(LEDGERS_AT_FIRST + now * LEDGERS_PER_SECOND / TimeUnit.SECONDS.toNanos(1));
        if (downUntil == 0 && !process.isAlive()) {
          endedByItself(process);
          return;
        }
        if (downUntil == 0 && !kills.isEmpty() && now > kills.peek()) {
          kills.remove();
          kill(process);
          downUntil = now + drawDownNanos();
        } else if (downUntil != 0 && now > downUntil) {
          process = start(work);
          restarts++;
          downUntil = 0;
        }
        sample(notes, now > time.toNanos() / 2);
        LockSupport.parkNanos(TICK.toNanos());
      }
      end(process, lake.tip());
    } finally {
      kill(process);
    }
  }

  /** Mostly shortly; sometimes so long that more than a chunk is missed. */
  private long drawDownNanos() {
    double part = random.nextDouble() * random.nextDouble();
    return (long) (part * Math.min(LONGEST_DOWN.toNanos(), time.toNanos() / 20));
  }

  private void sample(SoakNotes notes, boolean isSecond) {
    long memory = notes.get(Note.MEMORY);
    if (isSecond) {
      highestInSecond = Math.max(highestInSecond, memory);
    } else {
      highestInFirst = Math.max(highestInFirst, memory);
    }
  }

  private Process start(Path work) throws IOException {
    List<String> arguments =
        List.of(
            work.resolve("data").toString(),
            work.resolve("lake").toString(),
            work.resolve("notes").toString(),
            Long.toString(seed),
            Long.toString(random.nextLong()),
            Long.toString(time.toSeconds() + 2 * ENDS_WITHIN_SECONDS));
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    // The heap is touched at once, so that its growing is nobody's leak.
    List<String> flags = List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch");
    File log = log(work).toFile();
    return JavaProcess.of(SoakedProcess.class, flags, temporary, arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private static void kill(Process process) {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  private void end(Process process, long last) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write((last + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    try {
      if (!process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        wrong("it does not end");
      } else if (process.exitValue() != 0) {
        endedByItself(process);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** At the end: nothing is violated, and each ledger from the floor to the tip is the forge's. */
  private void check(Path work, GrowingLake lake) {
    try (OpenStore<StoreView> opened =
        Permafrost.at(work.resolve("data")).geometry(SoakedProcess.GEOMETRY).openForReading()) {
      StoreView store = opened.store();
      AuditRequest everything = AuditRequest.ofEverything().deeply();
      store
          .audit()
          .run(everything, new Audit.Listener() {}, CancelToken.NEVER)
          .violations()
          .stream()
          .map(Object::toString)
          .forEach(this::wrong);
      long floor = store.catalog().earliestLedger().orElse(Geometry.FIRST_LEDGER);
      LedgerRange kept = new LedgerRange(floor, lake.tip());
      Truth truth = new Truth(seed, floor);
      try (ReadView view = store.reads().open()) {
        if (!view.available().equals(Optional.of(kept))) {
          wrong(kept + " is to be there, and there is " + view.available());
        }
        view.read(
            floor,
            (int) kept.length(),
            (sequence, raw) -> {
              if (!truth.is(sequence, raw)) {
                wrong("ledger " + sequence + " has other bytes");
              }
            });
      }
    } catch (StorageFailure e) {
      wrong("at the end: " + e);
    }
  }

  private void endedByItself(Process process) {
    wrong("it ended by itself with " + process.exitValue());
  }

  private void wrong(String what) {
    wrong++;
    out.accept("wrong: " + what);
  }

  private void tellLog(Path work) throws IOException {
    List<String> lines = Files.readAllLines(log(work), StandardCharsets.UTF_8);
    lines.stream().filter(line -> line.startsWith("wrong: ")).limit(MOST_LINES).forEach(out);
    lines.stream().skip(Math.max(0, lines.size() - MOST_LINES)).forEach(out);
  }

  private static Path log(Path work) {
    return work.resolve("log");
  }
}
