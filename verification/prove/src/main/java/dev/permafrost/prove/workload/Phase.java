package dev.permafrost.prove.workload;

import java.util.Locale;

/** What a process is doing, as it last said before it was killed. */
public enum Phase {
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
  FOLLOWING('l'),
  /** What a crash left half removed is finished, after the store was opened. */
  RECOVERING('c'),
  /** A recovery has just ended. */
  RECOVERED('C'),
  /** A table of a hot database has just been begun: a memory table is flushed, or compacted. */
  FLUSHING('t'),
  /** The floor is raised, and what lies below it is removed. */
  PRUNING('p'),
  /** A pack is adopted by copying it. */
  ADOPTING_COPY('1'),
  /** A pack is adopted by moving it. */
  ADOPTING_MOVE('2'),
  /** A pack that stands at its place is adopted. */
  ADOPTING_IN_PLACE('3'),
  /** A hot database that stands at its place is adopted. */
  ADOPTING_HOT('4');

  private final char mark;

  Phase(char mark) {
    this.mark = mark;
  }

  /** As it is printed and written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One character that tells it from the others. */
  char mark() {
    return mark;
  }

  /** The phase with this word. */
  static Phase of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
