package dev.permafrost.ports.ledger;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The parts of a ledger's front that this build does not know and read by the header's hash
 * (docs/ledger-data.md, "What this build does not know yet"). At least one of the two is present.
 *
 * @param metaVersion the version of the LedgerCloseMeta, if it is unknown
 * @param valueArm the arm of the StellarValue, unsigned, if it is unknown
 */
public record UnknownShape(OptionalInt metaVersion, OptionalLong valueArm)
    implements Comparable<UnknownShape> {

  private static final Comparator<UnknownShape> ORDER =
      Comparator.<UnknownShape>comparingInt(shape -> shape.metaVersion.orElse(-1))
          .thenComparingLong(shape -> shape.valueArm.orElse(-1));

  /** Rejects a shape with nothing unknown. */
  public UnknownShape {
    if (metaVersion.isEmpty() && valueArm.isEmpty()) {
      throw new IllegalArgumentException("a shape with nothing unknown");
    }
  }

  /** The unknown parts in a few words, as part of a sentence. */
  public String text() {
    String version =
        metaVersion.isPresent() ? "LedgerCloseMeta version " + metaVersion.getAsInt() : "";
    String arm = valueArm.isPresent() ? "StellarValue arm " + valueArm.getAsLong() : "";
    return version + (version.isEmpty() || arm.isEmpty() ? "" : " and ") + arm;
  }

  @Override
  public int compareTo(UnknownShape other) {
    return ORDER.compare(this, other);
  }
}
