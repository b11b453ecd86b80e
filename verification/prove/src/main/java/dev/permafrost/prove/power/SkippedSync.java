package dev.permafrost.prove.power;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A sync that is left out, of everything that the process under test syncs, RocksDB included.
 *
 * @param name what is not synced
 * @param paths a POSIX extended regular expression of the paths of files and directories
 */
record SkippedSync(String name, String paths) {

  /** The roots are directories of these names, on one volume or three. */
  static final List<SkippedSync> ALL =
      List.of(
          new SkippedSync("anything", "."),
          new SkippedSync("logs of hot databases", "/hot/[0-9]{8}/[0-9]+\\.log$"),
          new SkippedSync("tables of hot databases", "/hot/[0-9]{8}/[0-9]+\\.sst$"),
          new SkippedSync("manifests of hot databases", "/hot/[0-9]{8}/MANIFEST-[0-9]+$"),
          new SkippedSync("witnesses", "/WITNESS[^/]*$"),
          new SkippedSync("directories of hot databases", "/hot/[0-9]{8}$"),
          new SkippedSync("the hot root", "/hot$"),
          new SkippedSync("the catalog's log", "/catalog/rocksdb/[0-9]+\\.log$"),
          new SkippedSync("the catalog's directories", "/catalog(/rocksdb)?$"),
          new SkippedSync("packs", "\\.pack[^/]*$"),
          new SkippedSync("directories of packs", "/ledgers/[0-9]{5}$"),
          new SkippedSync("the directory of the kind", "/ledgers$"),
          new SkippedSync("the cold root", "/data$"));

  /**
   * Compiles the library that leaves syncs out.
   *
   * @param source of the library
   * @param directory where it is put
   */
  static Path compile(Path source, Path directory) {
    Path library = directory.resolve("skip_sync.so");
    Tool.run(
        List.of(
            "gcc",
            "-O2",
            "-Wall",
            "-Werror",
            "-shared",
            "-fPIC",
            "-o",
            library.toString(),
            source.toString(),
            "-ldl",
            "-lpthread"));
    return library;
  }

  /**
   * What a process needs in its environment to leave it out.
   *
   * @param seen a file that appears when the first sync is left out
   */
  Map<String, String> environment(Path library, Path seen) {
    return Map.of(
        "LD_PRELOAD", library.toString(), "SKIP_SYNC", paths, "SKIP_SYNC_SEEN", seen.toString());
  }
}
