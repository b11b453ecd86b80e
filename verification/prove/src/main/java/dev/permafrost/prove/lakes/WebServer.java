package dev.permafrost.prove.lakes;

import dev.permafrost.ports.source.RequestSigner;
import dev.permafrost.testkit.server.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A web server that nobody here wrote, on loopback, with a directory that lakes are made in. One
 * thread.
 */
interface WebServer extends AutoCloseable {

  /** A folder, anywhere below the root, of which a server may ask for a token. */
  String GUARDED = "guarded/";

  /** What a server can, and so what is expected of a client before it. */
  record Abilities(boolean lists, boolean resumes) {}

  /** What it can. */
  Abilities abilities();

  /** Where its files are reached; ends in a slash. */
  URI root();

  /** Whom a client must trust beside those that it trusts anyhow. */
  default Optional<TestCertificate> certificate() {
    return Optional.empty();
  }

  /** The bearer token that it asks for below {@link #GUARDED}, if it does. */
  default Optional<String> token() {
    return Optional.empty();
  }

  /** Who signs the requests, where it asks for that. */
  default Optional<RequestSigner> signer() {
    return Optional.empty();
  }

  /** A directory whose files it serves, or takes in when told. */
  Path files();

  /** Takes a file in, or all below a directory, if it does not see that for itself. */
  default void takeIn(String key) throws IOException {}

  /** Lets a file go, which is deleted, if it does not see that for itself. */
  default void letGo(String key) throws IOException {}

  /** Kills it; its files stay. */
  void stop();

  /** Starts it again where it was. */
  void startAgain() throws IOException;

  /** Ends it. */
  @Override
  void close();
}
