package dev.permafrost.testkit.ledger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.forge.LedgerStreamFile;
import dev.permafrost.forge.LedgerTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the real ledgers, which are not part of the project, in the directory that the system
 * property {@value #PROPERTY} names. A test that asks for them where they are not is skipped, and
 * says which file it missed.
 */
public final class RealLedgers {

  /** The system property that names their directory. */
  public static final String PROPERTY = "permafrost.ledgers";

  /** The ledger of the public network. */
  public static final long PUBNET_SEQUENCE = 53_312_000;

  /** The first of the consecutive ledgers that stellar-core 25 wrote. */
  public static final long CORE_FIRST = 10_048;

  private RealLedgers() {}

  /** One ledger of the public network, version 1, 372,480 bytes. */
  public static byte[] pubnet() {
    return template("pubnet/FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst");
  }

  /** The test network's ledgers 997, 998 and 999, version 1, linked. */
  public static List<byte[]> testnet() {
    String partition = "testnet/FFFFFFFF--0-63999/";
    return List.of(
        template(partition + "FFFFFC1A--997.xdr.zst"),
        template(partition + "FFFFFC19--998.xdr.zst"),
        template(partition + "FFFFFC18--999.xdr.zst"));
  }

  /** The 30 ledgers 10048 to 10077 of a private network, version 2, linked, 35 MB in all. */
  public static List<byte[]> core() {
    Path path = file("core-v25-10048-10077.xdr.zst");
    try {
      return LedgerStreamFile.readAll(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of their files or folders. */
  public static Path file(String name) {
    Path path = Path.of(System.getProperty(PROPERTY, "absent"), name);
    assumeTrue(Files.exists(path), () -> "the real ledgers are not there: no " + path);
    return path;
  }

  private static byte[] template(String name) {
    Path path = file(name);
    try {
      return LedgerTemplate.read(path, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
