package dev.permafrost.ports.roots;

import java.util.Locale;

/** What a root directory holds. Each root can be a volume of its own. */
public enum RootRole {
  /** The catalog's database. */
  CATALOG,
  /** The hot databases. */
  HOT,
  /** The artifacts. */
  COLD;

  /** The role as it is written in a root's identity file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
