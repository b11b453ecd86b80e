package dev.permafrost.rocksdb;

import java.util.regex.Pattern;

/**
 * The names of the files in a database's directory: those that RocksDB makes with the options used
 * here, the witness, and those that a network file system gives to a file that is removed while
 * open. Numbers have six digits or more.
 */
final class DatabaseNames {

  private static final String NUMBER = "[0-9]{6,}";

  private static final Pattern TABLE = Pattern.compile(NUMBER + "\\.(sst|blob)");

  private static final Pattern LOG = Pattern.compile(NUMBER + "\\.log");

  /**
   * Files that are written to: the witness; the last log, which an opening truncates; a manifest,
   * by the process that made it. {@code CURRENT} is replaced by a rename, but a copy that shares it
   * shares the manifest, too.
   */
  private static final Pattern OVERWRITTEN =
      Pattern.compile(
          String.join("|", WitnessFile.NAME, "CURRENT", "MANIFEST-" + NUMBER, NUMBER + "\\.log"));

  /** Each {@code .dbtmp} file is renamed as soon as it is written. */
  private static final Pattern KNOWN =
      Pattern.compile(
          String.join(
              "|",
              TABLE.pattern(),
              OVERWRITTEN.pattern(),
              NUMBER + "\\.dbtmp",
              "OPTIONS-" + NUMBER + "(\\.dbtmp)?",
              "IDENTITY",
              "LOCK",
              "LOG(\\.old\\.[0-9]+)?",
              "\\.nfs[0-9a-f]+",
              "\\.fuse_hidden[0-9a-f]+"));

  private DatabaseNames() {}

  /** Whether a file of this name may belong to a database. */
  static boolean isKnown(String name) {
    return KNOWN.matcher(name).matches();
  }

  /** Whether a file of this name holds a part of a database that was open for writing. */
  static boolean isTable(String name) {
    return TABLE.matcher(name).matches();
  }

  /** Whether a file of this name is a log of changes. */
  static boolean isLog(String name) {
    return LOG.matcher(name).matches();
  }

  /** Whether a file of this name is modified in place or appended to. */
  static boolean isOverwritten(String name) {
    return OVERWRITTEN.matcher(name).matches();
  }
}
