package dev.permafrost.benchmarks.material;

import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.LedgerTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ledgers that are measured: as large as those of a network, and no two alike. */
public enum Ledgers {
  /** As on the public network: 372 KB, 73 KB a frame. */
  PUBNET("pubnet/FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst", 700),
  /** As on the test network: 9 KB. */
  TESTNET("testnet/FFFFFFFF--0-63999/FFFFFC18--999.xdr.zst", 16),
  /** As written by core 25 under load: 1.2 MB. */
  CORE25("core-v25-10048-10077.xdr.zst", 2250),
  /** As upstream's synthetic load: 15 MB, made from nothing. */
  SYNTHETIC("", 28_900);

  private static final long SEED = 20_260_101;

  private final String template;
  private final int transactions;

  Ledgers(String template, int transactions) {
    this.template = template;
    this.transactions = transactions;
  }

  /**
   * The forge that makes them, grown from a real ledger.
   *
   * @param templates where the real ledgers lie; where this one does not, ledgers of about its size
   *     are made from nothing, which compress otherwise
   */
  public LedgerForge forge(Path templates) {
    Path file = templates.resolve(template);
    if (!Files.isRegularFile(file)) {
      return LedgerForge.small(SEED, 1, transactions, transactions);
    }
    try {
      return LedgerForge.grownFrom(LedgerTemplate.read(file, 0), SEED);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
