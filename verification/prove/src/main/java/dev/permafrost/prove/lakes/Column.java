package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.Immutable;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.testkit.server.ServerAbsent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The columns of the matrix: the servers, one of them both with TLS and without. */
enum Column {
  /** HTTP/1.1, ranges, no listing. */
  NGINX("nginx", (place, certificates) -> FileServer.nginx(place, Optional.empty())),
  /** The same with TLS, and HTTP/2 where it is asked for. */
  NGINX_TLS(
      "nginx", (place, certificates) -> FileServer.nginx(place, Optional.of(certificates.known()))),
  /** HTTP/1.0, no ranges, pages of HTML. */
  PYTHON("python", (place, certificates) -> FileServer.python(place)),
  /** The S3 protocol. */
  S3PROXY("s3proxy", (place, certificates) -> S3ProxyServer.start(place)),
  /** The same protocol, and every request signed as Amazon's store would have it. */
  S3_STRICT("s3-strict", (place, certificates) -> StrictS3Server.start(place));

  /** How a server is started. */
  @Immutable
  private interface Starting {
    WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent;
  }

  private final String program;
  private final Starting starting;

  Column(String program, Starting starting) {
    this.program = program;
    this.starting = starting;
  }

  /** The server's program. */
  String program() {
    return program;
  }

  /** Its head in the matrix. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Starts the server.
   *
   * @param place an empty directory of its own
   * @param certificates what it shows, if it speaks TLS
   * @throws ServerAbsent if its program is not on this machine
   */
  @MustBeClosed
  WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent {
    return starting.start(place, certificates);
  }
}
