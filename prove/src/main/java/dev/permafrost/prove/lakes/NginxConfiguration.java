package dev.permafrost.prove.lakes;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What nginx is told: one process, one directory, everything it writes in one place. */
final class NginxConfiguration {

  private NginxConfiguration() {}

  static String of(
      Path place, Path files, int port, Optional<TestCertificate> certificate, String token) {
    String temporary =
        List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
            .map(kind -> kind + "_temp_path " + quoted(place.resolve("temporary-" + kind)) + ";")
            .collect(Collectors.joining("\n  "));
    String tls =
        certificate
            .map(
                shown ->
                    "ssl_certificate "
                        + quoted(shown.certificateFile())
                        + ";\n    ssl_certificate_key "
                        + quoted(shown.keyFile())
                        + ";")
            .orElse("");
    return String.format(
        Locale.ROOT,
        """
        daemon off;
        master_process off;
        pid %s;
        events { worker_connections 1024; }
        http {
          access_log off;
          default_type application/octet-stream;
          %s
          server {
            listen 127.0.0.1:%d%s;
            %s
            root %s;
            location / { autoindex off; }
            location ~ /%s {
              if ($http_authorization != "Bearer %s") { return 401; }
            }
          }
        }
        """,
        quoted(place.resolve("nginx.pid")),
        temporary,
        port,
        certificate.isPresent() ? " ssl http2" : "",
        tls,
        quoted(files),
        WebServer.GUARDED,
        token);
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
