package dev.permafrost.prove.damage;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.wiring.OpenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What keeps a sound database from being opened, and must not be taken for loss or damage: a lock
 * that another process holds, too many open files, a permission.
 */
final class PassingTrouble {

  private static final Path SHELL = Path.of("/bin/sh");
  private static final int FEW_FILES = 300;

  private final Specimen specimen;
  private final RealStores stores;
  private final Path scratch;
  private final DamageTable table;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private int kinds;
  private int cases;

  PassingTrouble(Specimen specimen, RealStores stores, Path scratch, DamageTable table) {
    this.specimen = specimen;
    this.stores = stores;
    this.scratch = scratch;
    this.table = table;
  }

  List<String> wrong() {
    return wrong;
  }

  List<String> skipped() {
    return skipped;
  }

  int kinds() {
    return kinds;
  }

  int cases() {
    return cases;
  }

  /** Tries all of them. */
  void tryAll() throws IOException {
    for (Database database : Database.values()) {
      Path data = copy();
      holdLock(database, data);
      WorkDirectory.remove(scratch);
      forbid(database, copy());
      WorkDirectory.remove(scratch);
    }
    fewFiles(copy());
    WorkDirectory.remove(scratch);
  }

  private Path copy() {
    Path data = scratch.resolve("ours");
    WorkDirectory.copy(specimen.data(), data);
    return data;
  }

  /** The one that keeps the store from being opened, or the chunk. */
  private static String unavailable(Database database) {
    return database == Database.HOT ? "HotStoreUnavailable" : "StorageUnavailable";
  }

  private void holdLock(Database database, Path data) throws IOException {
    kinds++;
    cases++;
    String kind = "lock held by another process";
    Process holder = TroubledProcess.start(List.of(), database.word(), data.toString());
    try (BufferedReader said = output(holder)) {
      String line = said.readLine();
      if (line == null || !line.startsWith("holding")) {
        wrong.add(database.word() + ", " + kind + ": the other process said " + line);
        return;
      }
      String alone = RocksDbAlone.says(database, database.directory(data), 1);
      Optional<StorageFailure> failure = openForWriting(data);
      judge(database, kind, alone, failure, unavailable(database));
    } finally {
      holder.getOutputStream().close();
      holder.onExit().join();
    }
    if (!Answer.read(specimen, data, stores).equals(DamageKind.NOTHING_LOST)) {
      wrong.add(database.word() + ", " + kind + ": afterwards something is lost");
    }
  }

  private void forbid(Database database, Path data) throws IOException {
    String kind = "permission";
    if ("root".equals(System.getProperty("user.name"))) {
      skipped.add(database.word() + ", " + kind + ": root may enter every directory");
      return;
    }
    kinds++;
    cases++;
    Path directory = database.directory(data);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    try {
      String alone = RocksDbAlone.says(database, directory, 1);
      judge(database, kind, alone, openForWriting(data), "PermissionDenied");
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** With every number of files left, from none to enough. */
  private void fewFiles(Path data) throws IOException {
    String kind = "too many open files";
    if (!Files.isExecutable(SHELL)) {
      skipped.add(kind + ": there is no shell to limit them");
      return;
    }
    kinds++;
    Path alone = scratch.resolve("alone");
    WorkDirectory.copy(Database.HOT.directory(data), alone);
    List<String> limited =
        List.of(SHELL.toString(), "-c", "ulimit -n " + FEW_FILES + " && exec \"$@\"", "sh");
    String highest = Long.toString(specimen.highest());
    Process process =
        TroubledProcess.start(limited, "few", data.toString(), alone.toString(), highest);
    Set<String> outcomes = new TreeSet<>();
    try (BufferedReader said = output(process)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith(TroubledProcess.LEFT)) {
          cases++;
          String[] parts = line.split("\\|", 3);
          outcomes.add(parts[2]);
          boolean passed = parts[2].equals(DamageKind.NOTHING_LOST);
          table.add(
              "both",
              kind,
              parts[1],
              passed ? parts[2] : "`" + parts[2] + "`",
              passed ? "exit 0" : "exit " + ExitCode.TRY_LATER.code());
        }
      }
    }
    if (!outcomes.equals(
        Set.of("HotStoreUnavailable", "StorageUnavailable", DamageKind.NOTHING_LOST))) {
      wrong.add(kind + ": it was answered " + outcomes);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  private Optional<StorageFailure> openForWriting(Path data) {
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), StorageEvents.NONE)) {
      Store store = opened.store();
      store.hot().openHotDBForChunk(Specimen.CHUNK, Optional.empty()).close();
      return Optional.empty();
    } catch (StorageFailure e) {
      return Optional.of(e);
    }
  }

  private void judge(
      Database database,
      String kind,
      String alone,
      Optional<StorageFailure> failure,
      String expected) {
    String outcome = failure.map(e -> e.getClass().getSimpleName()).orElse(DamageKind.NOTHING_LOST);
    int code = failure.map(ExitCode::of).orElse(ExitCode.DONE).code();
    table.add(database.word(), kind, alone, "`" + outcome + "`", "exit " + code);
    if (!outcome.equals(expected)) {
      wrong.add(database.word() + ", " + kind + ": " + outcome + " instead of " + expected);
    }
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
