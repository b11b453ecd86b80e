package dev.permafrost.app.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"permafrost " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
