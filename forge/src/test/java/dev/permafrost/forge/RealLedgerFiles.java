package dev.permafrost.forge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real ledgers; a test that needs them is skipped, by name, where they are not. */
final class RealLedgerFiles {

  private RealLedgerFiles() {}

  static Path file(String name) {
    Path path = Path.of(System.getProperty("permafrost.ledgers", "absent"), name);
    assumeTrue(Files.exists(path), () -> "the real ledgers are not there: no " + path);
    return path;
  }
}
