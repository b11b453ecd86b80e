package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.forge.serve.SignatureGate;
import dev.permafrost.ports.source.RequestSigner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A store of objects as strict as Amazon's: it answers only who signs with temporary credentials,
 * computes each signature again, and refuses a request with an {@code x-amz-…} header that is not
 * signed. No server of the registries that the build uses does that, so this one is the suite's
 * own, held to Amazon's published examples by its test.
 */
final class StrictS3Server implements WebServer {

  private static final String BUCKET = "lakes";

  private final Path store;
  private final RequestSigner signer;
  private final SignatureGate gate;
  private LakeServer server;

  private StrictS3Server(Path store, RequestSigner signer, SignatureGate gate, LakeServer server) {
    this.store = store;
    this.signer = signer;
    this.gate = gate;
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @param place an empty directory of its own
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The server is closed with this.
  static StrictS3Server start(Path place) throws IOException {
    SignatureGate gate = Signing.gate();
    Path store = place.resolve("store");
    Files.createDirectories(store.resolve(BUCKET));
    return new StrictS3Server(store, Signing.signer(), gate, serve(store, gate, 0));
  }

  @MustBeClosed
  private static LakeServer serve(Path store, SignatureGate gate, int port) throws IOException {
    return LakeServer.of(store).listing(Listing.OBJECTS).gate(gate).port(port).start();
  }

  @Override
  public Abilities abilities() {
    return new Abilities(true, true);
  }

  @Override
  public URI root() {
    return server.uri(BUCKET + "/");
  }

  @Override
  public Optional<RequestSigner> signer() {
    return Optional.of(signer);
  }

  @Override
  public Path files() {
    return store.resolve(BUCKET);
  }

  @Override
  public void stop() {
    server.close();
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // The server is closed with this.
  public void startAgain() throws IOException {
    server = serve(store, gate, server.uri().getPort());
  }

  @Override
  public void close() {
    server.close();
  }
}
