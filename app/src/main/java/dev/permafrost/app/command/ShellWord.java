package dev.permafrost.app.command;

/** Writes words so that a shell reads them as they are. */
final class ShellWord {

  private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

  private ShellWord() {}

  /** A word, in quotes where a shell would make something of it. */
  static String quoted(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
