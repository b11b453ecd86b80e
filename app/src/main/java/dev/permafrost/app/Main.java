package dev.permafrost.app;

import java.util.Objects;

/** The entry point of the command {@code permafrost}. */
public final class Main {
  private Main() {}

  /** Prints the version. */
  public static void main(String[] arguments) {
    String version = Main.class.getPackage().getImplementationVersion();
    System.out.println("permafrost " + Objects.requireNonNullElse(version, "(not packaged)"));
  }
}
