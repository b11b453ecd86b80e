package dev.permafrost.app.command;

/** Quotes words for a shell. */
final class ShellWord {

  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  private ShellWord() {}

  /** A word, quoted if a shell would interpret it. */
  static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
