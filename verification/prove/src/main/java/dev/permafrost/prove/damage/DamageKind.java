package dev.permafrost.prove.damage;

import java.util.Set;

/**
 * A kind of damage, and what may be said of it.
 *
 * @param database which database is damaged
 * @param end how the store ended before
 * @param name what is done, in words
 * @param wound how it is done
 * @param expected the simple names of the failures that may be the answer, or {@link
 *     #NOTHING_LOST}, which always may where it is true
 * @param mendable whether {@code recover --witness} must mend it
 * @param sampled whether it can be done at many positions
 */
record DamageKind(
    Database database,
    Specimen.End end,
    String name,
    Wound wound,
    Set<String> expected,
    boolean mendable,
    boolean sampled) {

  /** The answer that every acknowledged ledger, or key, is there. */
  static final String NOTHING_LOST = "nothing is lost";

  /** The answer of a store that lost ledgers which its witness was not told of durably. */
  static final String WITHIN_THE_LAG = "loss within the witness's lag";

  DamageKind {
    expected = Set.copyOf(expected);
  }

  /** One at a position that is drawn. */
  static DamageKind of(Database database, String name, Wound wound, String... expected) {
    return new DamageKind(
        database, Specimen.End.CLOSED, name, wound, Set.of(expected), false, true);
  }

  /** One that is always the same. */
  static DamageKind fixed(Database database, String name, Wound wound, String... expected) {
    return new DamageKind(
        database, Specimen.End.CLOSED, name, wound, Set.of(expected), false, false);
  }

  DamageKind after(Specimen.End other) {
    return new DamageKind(database, other, name, wound, expected, mendable, sampled);
  }

  DamageKind mended() {
    return new DamageKind(database, end, name, wound, expected, true, sampled);
  }
}
