package dev.permafrost.app.command;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.serve.LakeServer;
import java.io.IOException;
import java.nio.file.Path;

/** A directory served as a lake on loopback. */
record LakeAt(LakeServer server) implements AutoCloseable {

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
  static LakeAt of(Path directory) throws IOException {
    return new LakeAt(LakeServer.of(directory).start());
  }

  String address() {
    return server.uri().toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
