package dev.permafrost.prove.kill;

import java.util.List;
import java.util.Locale;

/** What a process is doing, as it last said before it was killed. */
enum Phase {
  /** The machine and its native libraries come up; no store is touched yet. */
  STARTING('s'),
  /** A store or a hot database is being opened or made. */
  OPENING('o'),
  /** Ledgers are committed. */
  INGESTING('i'),
  /** A pack is made. */
  FREEZING('f'),
  /** A hot database is discarded. */
  DISCARDING('d'),
  /** Data is given up on purpose, and swept. */
  REMOVING('r'),
  /** A lake is followed: ledgers are taken live, and chunks settled beside. */
  FOLLOWING('l');

  private final char mark;

  Phase(char mark) {
    this.mark = mark;
  }

  /** As it is printed and written. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One character that tells it from the others. */
  char mark() {
    return mark;
  }

  /** The phases in turn, again and again. */
  static Phase inTurn(int number) {
    List<Phase> all = List.of(values());
    return all.get(number % all.size());
  }
}
