package dev.permafrost.backend.transport;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown if a proxy refuses to open a tunnel to the lake's host; the status is the proxy's, not the
 * lake's.
 */
final class TunnelRefused extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  /** Creates the exception with the proxy's status. */
  TunnelRefused(int status) {
    super("the proxy does not connect to the lake's host: it says status " + status);
    this.status = status;
  }

  int status() {
    return status;
  }
}
