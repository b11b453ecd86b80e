package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.testkit.server.ServerAbsent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The columns of the matrix: the servers, one of them both with TLS and without. */
enum Column {
  /** HTTP/1.1, ranges, no listing. */
  NGINX("nginx") {
    @Override
    @MustBeClosed
    WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent {
      return FileServer.nginx(title(), place, Optional.empty());
    }
  },
  /** The same with TLS, and HTTP/2 for whoever asks for it. */
  NGINX_TLS("nginx") {
    @Override
    @MustBeClosed
    WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent {
      return FileServer.nginx(title(), place, Optional.of(certificates.known()));
    }
  },
  /** HTTP/1.0, no ranges, pages of HTML. */
  PYTHON("python") {
    @Override
    @MustBeClosed
    WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent {
      return FileServer.python(title(), place);
    }
  },
  /** The S3 protocol. */
  S3PROXY("s3proxy") {
    @Override
    @MustBeClosed
    WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent {
      return S3ProxyServer.start(place);
    }
  },
  /** The same protocol, and every request signed as Amazon's store would have it. */
  S3_STRICT("s3-strict") {
    @Override
    @MustBeClosed
    WebServer start(Path place, Certificates certificates) throws IOException {
      return StrictS3Server.start(place);
    }
  };

  private final String program;

  Column(String program) {
    this.program = program;
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
  abstract WebServer start(Path place, Certificates certificates) throws IOException, ServerAbsent;
}
