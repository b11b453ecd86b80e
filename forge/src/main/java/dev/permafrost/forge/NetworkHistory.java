package dev.permafrost.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * The shapes of a network's ledgers: which protocol it began with, and which ledger upgraded what.
 * The version of each LedgerCloseMeta follows from the protocol before that ledger's own upgrades
 * (docs/ledger-data.md, "Which version the next ledger has"), as stellar-core does it; so the
 * ledger that upgrades to 20 is a version 0 whose ledgerVersion is 20. Of the versions that have
 * one, every other ledger has the Soroban fee in its extension.
 *
 * <p>Immutable: each call gives another history.
 */
public final class NetworkHistory implements LongFunction<LedgerShape> {

  private static final int FIRST_OF_VERSION_1 = 20;
  private static final int FIRST_OF_VERSION_2 = 23;
  private static final int FIRST_SIGNED = 11;

  private final int firstProtocol;
  private final NavigableMap<Long, List<LedgerUpgrade>> upgrades;
  private final Map<Long, ValueArm> arms;
  private final Map<Long, Integer> metaVersions;

  private NetworkHistory(
      int firstProtocol,
      NavigableMap<Long, List<LedgerUpgrade>> upgrades,
      Map<Long, ValueArm> arms,
      Map<Long, Integer> metaVersions) {
    this.firstProtocol = firstProtocol;
    this.upgrades = upgrades;
    this.arms = arms;
    this.metaVersions = metaVersions;
  }

  /** A network that begins with a protocol and never changes. */
  public static NetworkHistory beginningWith(int protocol) {
    return new NetworkHistory(protocol, new TreeMap<>(), Map.of(), Map.of());
  }

  /** The same, where a ledger upgrades to a protocol. */
  public NetworkHistory upgradedTo(int protocol, long sequence) {
    return upgradedBy(new LedgerUpgrade(LedgerUpgrade.VERSION, protocol), sequence);
  }

  /** The same, where a ledger carries one more upgrade. */
  public NetworkHistory upgradedBy(LedgerUpgrade upgrade, long sequence) {
    NavigableMap<Long, List<LedgerUpgrade>> more = new TreeMap<>(upgrades);
    List<LedgerUpgrade> all = new ArrayList<>(more.getOrDefault(sequence, List.of()));
    all.add(upgrade);
    more.put(sequence, List.copyOf(all));
    return new NetworkHistory(firstProtocol, more, arms, metaVersions);
  }

  /** The same, where a ledger's StellarValue has an arm that its protocol does not say. */
  public NetworkHistory valued(ValueArm arm, long sequence) {
    Map<Long, ValueArm> more = new TreeMap<>(arms);
    more.put(sequence, arm);
    return new NetworkHistory(firstProtocol, upgrades, more, metaVersions);
  }

  /** The same, where a ledger has a version that its protocol does not say. */
  public NetworkHistory ofMetaVersion(int version, long sequence) {
    Map<Long, Integer> more = new TreeMap<>(metaVersions);
    more.put(sequence, version);
    return new NetworkHistory(firstProtocol, upgrades, arms, more);
  }

  /** The protocol of a ledger, after its own upgrades. */
  public int protocolOf(long sequence) {
    return latest(LedgerUpgrade.VERSION, sequence).orElse(firstProtocol);
  }

  @Override
  public LedgerShape apply(long sequence) {
    int protocol = protocolOf(sequence);
    int version = metaVersions.getOrDefault(sequence, versionAfter(protocolOf(sequence - 1)));
    ValueArm usual = protocol < FIRST_SIGNED ? ValueArm.BASIC : ValueArm.SIGNED;
    return new LedgerShape(
        version,
        version > 0 && sequence % 2 == 1,
        protocol,
        upgrades.getOrDefault(sequence, List.of()),
        arms.getOrDefault(sequence, usual),
        latest(LedgerUpgrade.FLAGS, sequence));
  }

  private OptionalInt latest(int type, long sequence) {
    for (List<LedgerUpgrade> at : upgrades.headMap(sequence, true).descendingMap().values()) {
      for (int i = at.size() - 1; i >= 0; i--) {
        if (at.get(i).type() == type) {
          return OptionalInt.of(at.get(i).value());
        }
      }
    }
    return OptionalInt.empty();
  }

  private static int versionAfter(int protocol) {
    if (protocol < FIRST_OF_VERSION_1) {
      return 0;
    }
    return protocol < FIRST_OF_VERSION_2 ? 1 : 2;
  }
}
