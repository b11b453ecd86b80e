package dev.permafrost.prove.ledgers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One file of real ledgers, and what is in it, which its place says.
 *
 * @param name its path below the directory of them all
 * @param path where it is
 * @param kind what is in it
 */
record RealFile(String name, Path path, Kind kind) {

  /** What a file holds. */
  enum Kind {
    /** One object of a lake, with one ledger. */
    OBJECT,
    /** One LedgerCloseMeta and nothing else. */
    LEDGER,
    /** A stream of LedgerCloseMeta, each linked to the one before it. */
    LINKED,
    /** A stream of LedgerCloseMeta that do not follow each other. */
    UNLINKED,
    /** The headers of a history archive. */
    HEADERS,
    /** The transaction sets of a history archive, whose hashes the headers beside them have. */
    TRANSACTIONS,
    /** The results of a history archive, likewise. */
    RESULTS,
    /** A table of headers. */
    TABLE,
    /** Says something of others, and holds no ledger. */
    DESCRIPTION
  }

  private static final String ARCHIVE = "real/archive-";

  /**
   * All files below a directory, in order.
   *
   * @throws IllegalArgumentException if one of them is of no known kind
   */
  static List<RealFile> below(Path directory) {
    List<RealFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = directory.relativize(path).toString();
        files.add(new RealFile(name, path, kindOf(name)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static Kind kindOf(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (last.endsWith(".md") || last.equals(".config.json")) {
      return Kind.DESCRIPTION;
    }
    if (name.startsWith("pubnet/") || name.startsWith("testnet/")) {
      return Kind.OBJECT;
    }
    if (name.startsWith("real/lcm-v0-pubnet/")) {
      return Kind.LEDGER;
    }
    if (name.startsWith("real/load-test/")) {
      return Kind.UNLINKED;
    }
    if (name.startsWith("real/core/") || name.startsWith("core-")) {
      return Kind.LINKED;
    }
    if (name.startsWith("real/headers/")) {
      return Kind.TABLE;
    }
    if (name.startsWith(ARCHIVE) && last.startsWith("ledger-")) {
      return Kind.HEADERS;
    }
    if (name.startsWith(ARCHIVE) && last.startsWith("transactions-")) {
      return Kind.TRANSACTIONS;
    }
    if (name.startsWith(ARCHIVE) && last.startsWith("results-")) {
      return Kind.RESULTS;
    }
    throw new IllegalArgumentException("nobody knows what is in " + name);
  }

  /** The directory it is in, by name. */
  String folder() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
