package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Makes any number of linked ledgers, the same ones for the same seed: small ones from nothing, or
 * large ones grown from a real ledger.
 *
 * <p>Every ledger is a whole LedgerCloseMeta whose header has the right sequence, hashes to its own
 * hash, and links to its predecessor. A ledger's content is a pure function of the forge and its
 * sequence, its link of the whole chain before it. The chain begins at ledger {@value
 * #GENESIS_SUCCESSOR}, whose previous hash is derived from the seed; so ranges forged one by one
 * with {@link #from(long)} join, and chains of different seeds never do.
 *
 * <p>Immutable, and safe for several threads; the chains it gives out belong to one thread each.
 */
public final class LedgerForge {

  /** The first ledger of a chain: ledger 1, the genesis, is in no lake. */
  public static final long GENESIS_SUCCESSOR = 2;

  private static final int LEAST_TRANSACTIONS = 1;
  private static final int MOST_TRANSACTIONS = 3;
  private static final long FOR_GENESIS = 3;

  private final LedgerMould mould;
  private final LedgerHash genesisHash;

  private LedgerForge(LedgerMould mould, long seed) {
    this.mould = mould;
    this.genesisHash = Noise.of(seed, GENESIS_SUCCESSOR - 1, FOR_GENESIS).nextHash();
  }

  /** Small ledgers of version 1: one to three payments, about 1.5 KB. */
  public static LedgerForge small(long seed) {
    return small(seed, 1, LEAST_TRANSACTIONS, MOST_TRANSACTIONS);
  }

  /**
   * Ledgers from nothing, about 500 bytes and 520 for each payment.
   *
   * @param seed what all their noise is made from
   * @param metaVersion the version of LedgerCloseMeta, 1 or 2
   * @param leastTransactions the fewest payments in a ledger; 0 is allowed
   * @param mostTransactions the most payments in a ledger
   * @throws IllegalArgumentException if the version is another one or the numbers are no range
   */
  public static LedgerForge small(
      long seed, int metaVersion, int leastTransactions, int mostTransactions) {
    if (metaVersion != 1 && metaVersion != 2) {
      throw new IllegalArgumentException(
          "ledgers of version 1 and 2 are made, not of " + metaVersion);
    }
    if (leastTransactions < 0 || mostTransactions < leastTransactions) {
      throw new IllegalArgumentException(
          "no range of transactions: " + leastTransactions + " to " + mostTransactions);
    }
    LedgerShape shape = LedgerShape.plain(metaVersion, metaVersion == 1 ? 22 : 23);
    return new LedgerForge(
        new SmallMould(seed, sequence -> shape, leastTransactions, mostTransactions), seed);
  }

  /**
   * Small ledgers of any shape: every version of LedgerCloseMeta, arm of StellarValue, upgrade and
   * extension, those that nobody has defined yet included.
   *
   * @param seed what all their noise is made from
   * @param shapes the shape of each ledger, a pure function; {@link NetworkHistory} is one. It is
   *     also asked for the ledger before a chain's first
   */
  public static LedgerForge shaped(long seed, LongFunction<LedgerShape> shapes) {
    return new LedgerForge(
        new SmallMould(seed, shapes, LEAST_TRANSACTIONS, MOST_TRANSACTIONS), seed);
  }

  /**
   * Ledgers grown from a real one: new sequence, previous hash and header hash, and only opaque
   * bytes varied (hashes and signature of the header, 64-byte signatures of the transactions), so
   * that each still decodes whole and no two compress alike.
   *
   * @param template a LedgerCloseMeta of version 0, 1 or 2; see {@link LedgerTemplate}
   * @param seed what all their noise is made from
   * @throws dev.permafrost.ports.ledger.LedgerFormatException if the template is no ledger
   * @throws IllegalArgumentException if the template's header does not hash to its hash
   */
  public static LedgerForge grownFrom(byte[] template, long seed) {
    return new LedgerForge(TemplateMould.of(template, seed), seed);
  }

  /** The previous hash of the chain's first ledger. */
  public LedgerHash genesisHash() {
    return genesisHash;
  }

  /**
   * The chain from a ledger on. The headers before it are made and forgotten, which takes about
   * half a second for a million of them; {@link #from(long, LedgerHash)} takes none.
   *
   * @param first its sequence, at least {@value #GENESIS_SUCCESSOR}
   */
  public ForgedChain from(long first) {
    checkSequence(first);
    ForgedChain chain = from(GENESIS_SUCCESSOR, genesisHash);
    chain.skipTo(first);
    return chain;
  }

  /**
   * A chain that begins at a ledger with a given link.
   *
   * @param first its sequence, at least {@value #GENESIS_SUCCESSOR}
   * @param previousHash what it has as its previous hash
   */
  public ForgedChain from(long first, LedgerHash previousHash) {
    checkSequence(first);
    return new ForgedChain(mould, first, previousHash);
  }

  /** The ledgers of a range of the chain, in memory all at once. */
  public List<ForgedLedger> ledgers(LedgerRange range) {
    ForgedChain chain = from(range.first());
    List<ForgedLedger> ledgers = new ArrayList<>();
    for (long i = 0; i < range.length(); i++) {
      ledgers.add(chain.next());
    }
    return ledgers;
  }

  private static void checkSequence(long first) {
    if (first < GENESIS_SUCCESSOR || first > LedgerRange.MAX_SEQUENCE) {
      throw new IllegalArgumentException(
          "ledger " + first + " is not in " + GENESIS_SUCCESSOR + ".." + LedgerRange.MAX_SEQUENCE);
    }
  }
}
