package dev.permafrost.prove.damage;

import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.ChunkLedgers;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.wiring.OpenStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the product says of a damaged store.
 *
 * @param outcome the simple name of a failure, {@link DamageKind#NOTHING_LOST}, {@link
 *     DamageKind#WITHIN_THE_LAG}, {@link #UNNOTICED}, or {@link #WRITTEN}
 * @param told exit code of {@code permafrost verify}, and the notices that it printed
 * @param altered whether the damaged store was changed by it
 * @param unreadable whether it was refused because RocksDB would never have returned from it
 */
record Answer(String outcome, String told, boolean altered, boolean unreadable) {

  /** Something acknowledged is missing, and nothing was said. */
  static final String UNNOTICED = "UNNOTICED";

  /** What was refused to a reader was opened for writing, which rewrites the evidence. */
  static final String WRITTEN = "OPENED FOR WRITING";

  private static final Pattern NOTICE = Pattern.compile("PF-[A-Z]+(?:-[A-Z]+)*(?=: )");

  /** What a command came to. */
  record Ran(int code, String err) {

    String summary() {
      TreeSet<String> notices = new TreeSet<>();
      NOTICE.matcher(err).results().map(MatchResult::group).forEach(notices::add);
      return "exit " + code + (notices.isEmpty() ? "" : ", `" + String.join("`, `", notices) + "`");
    }
  }

  /** Asks the product: to verify, to run the command, and to open what it refused for writing. */
  static Answer of(Database damaged, Specimen specimen, Path data, RealStores stores) {
    Map<String, String> before = DiskTree.on(data).snapshot();
    String outcome = read(specimen, data, stores);
    Ran ran = command("verify", "--chunks", "0", "--data", data.toString());
    boolean altered = !DiskTree.on(data).snapshot().equals(before);
    if (isRefusedOnOpening(damaged, data, stores)) {
      DiskTree database = DiskTree.on(damaged.directory(data));
      Map<String, String> databaseBefore = database.snapshot();
      if (opensForWriting(damaged, data, stores)) {
        outcome = WRITTEN;
      }
      altered |= !database.snapshot().equals(databaseBefore);
    }
    return new Answer(
        outcome, ran.summary(), altered, ran.err().contains("MANIFEST has a record of type"));
  }

  /** What verifying the chunk says, and whether all that was acknowledged is there. */
  static String read(Specimen specimen, Path data, RealStores stores) {
    try (OpenStore<StoreView> opened = stores.view(RootPaths.under(data))) {
      StoreView view = opened.store();
      if (!view.catalog().scan().rows().equals(specimen.rows())
          || !view.catalog().scan().unknown().isEmpty()) {
        return UNNOTICED;
      }
      return readLedgers(specimen, view);
    } catch (StorageFailure e) {
      return e.getClass().getSimpleName();
    }
  }

  /** The same of the ledgers alone. */
  static String readLedgers(Specimen specimen, Path data, RealStores stores) {
    try (OpenStore<StoreView> opened = stores.view(RootPaths.under(data))) {
      StoreView view = opened.store();
      return readLedgers(specimen, view);
    } catch (StorageFailure e) {
      return e.getClass().getSimpleName();
    }
  }

  private static String readLedgers(Specimen specimen, StoreView view) {
    Optional<StorageFailure> failure =
        view.verification().verify(Specimen.CHUNK, CancelToken.NEVER).failure();
    if (failure.isPresent()) {
      return failure.get().getClass().getSimpleName();
    }
    long readable = readable(specimen, view);
    if (readable == specimen.highest()) {
      return DamageKind.NOTHING_LOST;
    }
    return readable >= specimen.witnessed() ? DamageKind.WITHIN_THE_LAG : UNNOTICED;
  }

  /** Up to which ledger all can be read, byte for byte. */
  private static long readable(Specimen specimen, StoreView view) {
    long sequence = Geometry.STANDARD.first(Specimen.CHUNK);
    try (ChunkLedgers chunk = view.ledgers().open(Specimen.CHUNK)) {
      while (sequence <= specimen.highest()
          && chunk.withLedger(sequence, specimen.ledgers().raw(sequence)::equals)) {
        sequence++;
      }
    } catch (dev.permafrost.ports.failure.LedgerNotStored e) {
      // The one before it is the highest.
    }
    return sequence - 1;
  }

  /** Whether opening says so already; a flip inside of a table is met by who reads it. */
  private static boolean isRefusedOnOpening(Database damaged, Path data, RealStores stores) {
    try (OpenStore<StoreView> opened = stores.view(RootPaths.under(data))) {
      StoreView view = opened.store();
      return damaged == Database.HOT
          && !view.inventory().status(Specimen.CHUNK).problems().isEmpty();
    } catch (StorageFailure e) {
      return true;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  private static boolean opensForWriting(Database damaged, Path data, RealStores stores) {
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), StorageEvents.NONE)) {
      Store store = opened.store();
      if (damaged == Database.HOT) {
        store.hot().openHotDBForChunk(Specimen.CHUNK, Optional.empty()).close();
      }
      return true;
    } catch (StorageFailure refused) {
      return false;
    }
  }

  /** Runs the command line in this process. */
  static Ran command(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings around =
        new Surroundings(
            new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            CancelToken.NEVER,
            new SystemTime());
    int code = new PermafrostLine(around).run(arguments).code();
    return new Ran(code, err.toString(StandardCharsets.UTF_8));
  }
}
