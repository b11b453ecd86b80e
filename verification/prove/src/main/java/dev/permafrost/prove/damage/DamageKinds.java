package dev.permafrost.prove.damage;

import static dev.permafrost.prove.damage.DamageKind.NOTHING_LOST;
import static dev.permafrost.prove.damage.DamageKind.WITHIN_THE_LAG;
import static dev.permafrost.prove.damage.Database.CATALOG;
import static dev.permafrost.prove.damage.Database.HOT;

import dev.permafrost.prove.disk.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Every kind of damage that is tried. */
final class DamageKinds {

  private static final String LOG = "\\d+\\.log";
  private static final String TABLE = "\\d+\\.sst";
  private static final String MANIFEST = "MANIFEST-\\d+";
  private static final String CURRENT = "CURRENT";
  private static final String OPTIONS = "OPTIONS-\\d+";
  private static final String WITNESS = "WITNESS";

  /** The form of a manifest's records, of which these databases have less than a block. */
  private static final int HEADER_BYTES = 7;

  private static final int LENGTH_AT = 4;
  private static final int TYPE_AT = 6;
  private static final byte RECYCLED = 4;

  private static final int SLOT_BYTES = 512;
  private static final int CHECKED_BYTES = 36;

  private static final String LOST = "HotVolumeLost";
  private static final String DAMAGED = "HotStoreDamaged";
  private static final String FAMILIES = "OtherColumnFamilies";
  private static final String CATALOG_LOST = "CatalogLost";
  private static final String CATALOG_DAMAGED = "CatalogDamaged";

  private DamageKinds() {}

  /** All of them, in the order of the table. */
  static List<DamageKind> all() {
    List<DamageKind> kinds = new ArrayList<>();
    kinds.addAll(logOf(HOT, LOST));
    kinds.addAll(hotLogAfterCrashes());
    kinds.addAll(filesOf(HOT, DAMAGED, LOST, FAMILIES));
    kinds.addAll(directoryOf(HOT, LOST, LOST));
    kinds.addAll(hotWitness());
    kinds.addAll(emptyLogOf(CATALOG));
    kinds.addAll(filesOf(CATALOG, CATALOG_DAMAGED, CATALOG_LOST));
    kinds.addAll(directoryOf(CATALOG, CATALOG_LOST, CATALOG_DAMAGED));
    kinds.addAll(witnessOf(CATALOG, CATALOG_DAMAGED));
    return kinds;
  }

  /** A catalog's log holds nothing that was acknowledged. */
  private static List<DamageKind> emptyLogOf(Database database) {
    return List.of(
        DamageKind.fixed(database, "log deleted", Wound.deleteAll(LOG), NOTHING_LOST),
        DamageKind.of(
            database, "garbage behind the log's end", Wound.garbageBehind(LOG), NOTHING_LOST));
  }

  private static List<DamageKind> logOf(Database database, String loss) {
    return List.of(
        DamageKind.fixed(database, "log deleted", Wound.deleteAll(LOG), loss),
        DamageKind.of(database, "log flipped, first third", Wound.flip(LOG, 0, 1 / 3.0), loss),
        DamageKind.of(
            database, "log flipped, middle third", Wound.flip(LOG, 1 / 3.0, 2 / 3.0), loss),
        DamageKind.of(database, "log flipped, last third", Wound.flip(LOG, 2 / 3.0, 1), loss),
        DamageKind.of(database, "log truncated", Wound.truncate(LOG, 0, 1), loss),
        DamageKind.of(database, "log's tail zeroed", Wound.zeroTail(LOG, 0, 1), loss),
        DamageKind.of(
            database, "garbage behind the log's end", Wound.garbageBehind(LOG), NOTHING_LOST));
  }

  private static List<DamageKind> hotLogAfterCrashes() {
    return List.of(
        DamageKind.of(
                HOT, "after a kill: log's last record cut", Wound.truncate(LOG, 0.999, 1), LOST)
            .after(Specimen.End.KILLED),
        DamageKind.of(HOT, "after a kill: log flipped", Wound.flip(LOG, 0, 1), LOST)
            .after(Specimen.End.KILLED),
        DamageKind.of(
                HOT,
                "after a power cut: log cut below the witness",
                Wound.truncate(LOG, 0, 0.75),
                LOST)
            .after(Specimen.End.POWER_CUT),
        DamageKind.of(
                HOT,
                "after a power cut: log cut within 256 ledgers",
                Wound.truncate(LOG, 0.86, 1),
                WITHIN_THE_LAG)
            .after(Specimen.End.POWER_CUT));
  }

  private static List<DamageKind> filesOf(Database database, String damaged, String... further) {
    String[] refusals = Arrays.copyOf(further, further.length + 1);
    refusals[further.length] = damaged;
    return List.of(
        DamageKind.fixed(database, "table missing", Wound.delete(TABLE), damaged),
        DamageKind.of(database, "table truncated", Wound.truncate(TABLE, 0, 1), damaged),
        DamageKind.of(database, "table flipped, data", Wound.flip(TABLE, 0, 0.02), damaged),
        DamageKind.of(database, "table flipped, anywhere", Wound.flip(TABLE, 0, 1), damaged),
        DamageKind.fixed(database, "MANIFEST missing", Wound.delete(MANIFEST), damaged),
        DamageKind.of(database, "MANIFEST truncated", Wound.truncate(MANIFEST, 0, 1), refusals),
        DamageKind.of(database, "MANIFEST flipped", Wound.flip(MANIFEST, 0, 1), refusals),
        DamageKind.fixed(
            database,
            "MANIFEST flipped, a record made to look recycled",
            Wound.rewrite(MANIFEST, (was, random) -> makeLastLookRecycled(was)),
            damaged),
        DamageKind.fixed(database, "CURRENT missing", Wound.delete(CURRENT), further[0]),
        DamageKind.of(database, "CURRENT truncated", Wound.truncate(CURRENT, 0, 1), damaged),
        DamageKind.of(database, "CURRENT flipped", Wound.flip(CURRENT, 0, 1), damaged),
        DamageKind.fixed(database, "OPTIONS missing", Wound.deleteAll(OPTIONS), NOTHING_LOST),
        DamageKind.of(database, "OPTIONS truncated", Wound.truncate(OPTIONS, 0, 1), NOTHING_LOST),
        DamageKind.of(database, "OPTIONS flipped", Wound.flip(OPTIONS, 0, 1), NOTHING_LOST));
  }

  private static List<DamageKind> directoryOf(Database database, String missing, String stale) {
    return List.of(
        DamageKind.fixed(
            database,
            "directory missing",
            (directory, older, random) -> WorkDirectory.remove(directory),
            missing),
        DamageKind.fixed(
            database,
            "all files but the witness from an older copy",
            (directory, older, random) -> replaceAllButWitness(directory, older),
            stale));
  }

  private static List<DamageKind> hotWitness() {
    List<DamageKind> kinds = new ArrayList<>();
    witnessOf(HOT, DAMAGED).stream()
        .map(kind -> kind.expected().contains(DAMAGED) ? kind.mended() : kind)
        .forEach(kinds::add);
    kinds.add(
        DamageKind.fixed(
            HOT,
            "all files but the witness of another chunk",
            (directory, older, random) ->
                replaceAllButWitness(directory, directory.resolveSibling(Specimen.OTHER.name())),
            DAMAGED));
    return kinds;
  }

  private static List<DamageKind> witnessOf(Database database, String damaged) {
    return List.of(
        DamageKind.fixed(database, "witness missing", Wound.delete(WITNESS), damaged),
        DamageKind.fixed(
            database,
            "witness empty",
            Wound.rewrite(WITNESS, (was, random) -> new byte[0]),
            damaged),
        DamageKind.of(
            database,
            "witness flipped in one slot",
            Wound.rewrite(WITNESS, (was, random) -> flipSlot(was, random.nextInt(2), random)),
            NOTHING_LOST),
        DamageKind.of(
            database,
            "witness flipped in both slots",
            Wound.rewrite(WITNESS, (was, random) -> flipSlot(flipSlot(was, 0, random), 1, random)),
            damaged),
        DamageKind.fixed(
            database,
            "witness zeroed",
            Wound.rewrite(WITNESS, (was, random) -> new byte[was.length]),
            damaged),
        DamageKind.fixed(
            database,
            "witness from an older copy",
            (directory, older, random) ->
                Files.write(directory.resolve(WITNESS), Files.readAllBytes(older.resolve(WITNESS))),
            NOTHING_LOST),
        DamageKind.fixed(
            database,
            "witness of another database",
            (directory, older, random) ->
                Files.write(directory.resolve(WITNESS), Files.readAllBytes(foreign(directory))),
            damaged));
  }

  private static Path foreign(Path directory) {
    Path store = directory.resolve("../..").normalize();
    return Database.hot(store, Specimen.OTHER).resolve(WITNESS);
  }

  /** Of the last record; where it is the first, RocksDB misses all the others at once. */
  private static byte[] makeLastLookRecycled(byte[] manifest) {
    int last = 0;
    for (int at = 0; at < manifest.length; at += HEADER_BYTES + lengthAt(manifest, at)) {
      last = at;
    }
    manifest[last + TYPE_AT] ^= RECYCLED;
    return manifest;
  }

  private static int lengthAt(byte[] manifest, int record) {
    return Byte.toUnsignedInt(manifest[record + LENGTH_AT])
        | Byte.toUnsignedInt(manifest[record + LENGTH_AT + 1]) << Byte.SIZE;
  }

  private static byte[] flipSlot(byte[] witness, int slot, Random random) {
    witness[slot * SLOT_BYTES + random.nextInt(CHECKED_BYTES)] ^=
        (byte) (1 << random.nextInt(Byte.SIZE));
    return witness;
  }

  private static void replaceAllButWitness(Path directory, Path by) throws IOException {
    byte[] witness = Files.readAllBytes(directory.resolve(WITNESS));
    WorkDirectory.remove(directory);
    WorkDirectory.copy(by, directory);
    Files.write(directory.resolve(WITNESS), witness);
  }
}
