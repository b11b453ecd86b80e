package dev.permafrost.prove.ledgers;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.LedgerUpgrade;
import dev.permafrost.forge.NetworkHistory;
import dev.permafrost.forge.ValueArm;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.List;

/** Forged streams: the twins of the real ones, and what no network has had yet. */
final class ForgedStreams {

  private static final long SEED = 13;

  /**
   * A stream.
   *
   * @param name what it is called in what is printed
   * @param range which ledgers it has
   * @param history what they look like
   * @param hasUnknownShapes whether some are of a shape that nobody has defined
   */
  record Stream(String name, LedgerRange range, NetworkHistory history, boolean hasUnknownShapes) {

    RawLedgers ledgers() {
      return new RawLedgers(
          name,
          range,
          LedgerForge.shaped(SEED, history).ledgers(range).stream()
              .map(ForgedLedger::toBytes)
              .toList());
    }
  }

  private ForgedStreams() {}

  /** All of them. */
  static List<Stream> all() {
    return List.of(
        new Stream("every-upgrade", new LedgerRange(2, 130), everyUpgrade(), false),
        new Stream(
            "0-to-27", new LedgerRange(2, 12), from0().upgradedTo(27, 5).upgradedTo(28, 9), false),
        new Stream("dropped-sets", new LedgerRange(960, 1_100), droppedSets(), false),
        new Stream(
            "unknown-arm",
            new LedgerRange(2, 130),
            everyUpgrade().valued(ValueArm.unknown(3, 84), 84),
            true),
        new Stream(
            "unknown-version",
            new LedgerRange(8, 8),
            NetworkHistory.beginningWith(29).ofMetaVersion(3, 8),
            true));
  }

  private static NetworkHistory from0() {
    return NetworkHistory.beginningWith(0);
  }

  /**
   * 0, 11, 20, 22, 23, 28, none of them the first of an object of eight; and every other upgrade.
   */
  private static NetworkHistory everyUpgrade() {
    NetworkHistory history =
        from0()
            .upgradedTo(11, 13)
            .upgradedTo(20, 27)
            .upgradedTo(22, 44)
            .upgradedTo(23, 61)
            .upgradedTo(28, 78)
            .valued(ValueArm.EMPTY_TX_SET, 81);
    for (int type = 2; type <= 7; type++) {
      history = history.upgradedBy(new LedgerUpgrade(type, type), 86 + type);
    }
    for (int type = 1; type <= 6; type++) {
      history = history.upgradedBy(new LedgerUpgrade(type, 28), 99);
    }
    return history;
  }

  private static NetworkHistory droppedSets() {
    NetworkHistory history = NetworkHistory.beginningWith(28);
    for (long sequence = 960; sequence <= 1_100; sequence += 3) {
      history = history.valued(ValueArm.EMPTY_TX_SET, sequence);
    }
    return history;
  }
}
