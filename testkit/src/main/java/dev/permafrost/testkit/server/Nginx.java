package dev.permafrost.testkit.server;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Starts nginx, as the files of a directory: HTTP/1.1, or HTTP/2 and TLS; ranges, no listing. It
 * has one process, and everything it writes is in one place.
 */
public final class Nginx {

  private static final String READY = "ready.txt";

  /**
   * What is served only to who shows a token.
   *
   * @param folder a name with a slash behind it, anywhere below the root
   * @param bearerToken the token
   */
  public record Guard(String folder, String bearerToken) {}

  /**
   * How fast requests are answered.
   *
   * @param named a regular expression whose group {@code of} says what a path belongs to; what
   *     belongs to something else is not waited for
   * @param perSecond how many requests of one are answered a second, one after the other
   */
  public record Pace(String named, int perSecond) {}

  private Nginx() {}

  /**
   * Starts one.
   *
   * @param place a directory of its own, for what it writes; beside {@code files} nothing is in it
   * @param files what it serves; a file named {@code ready.txt} is written there
   * @param certificate what it shows, if it is to speak TLS
   * @throws ServerAbsent if it is not installed
   */
  @MustBeClosed
  public static ServedProcess start(Path place, Path files, Optional<TestCertificate> certificate)
      throws IOException, ServerAbsent {
    return start(place, files, certificate, Optional.empty());
  }

  /** The same, with a folder that is guarded. */
  @MustBeClosed
  public static ServedProcess start(
      Path place, Path files, Optional<TestCertificate> certificate, Optional<Guard> guard)
      throws IOException, ServerAbsent {
    return start(place, files, certificate, guard, Optional.empty());
  }

  /** The same, at a pace. */
  @MustBeClosed
  public static ServedProcess paced(Path place, Path files, Pace pace)
      throws IOException, ServerAbsent {
    return start(place, files, Optional.empty(), Optional.empty(), Optional.of(pace));
  }

  @MustBeClosed
  private static ServedProcess start(
      Path place,
      Path files,
      Optional<TestCertificate> certificate,
      Optional<Guard> guard,
      Optional<Pace> pace)
      throws IOException, ServerAbsent {
    Path nginx = Programs.named("nginx", "nginx-light");
    Path settings = place.resolve("nginx.conf");
    String token = ServedProcess.writeToken(files, READY);
    ServedProcess process =
        new ServedProcess(
            new ServedProcess.Recipe(
                port -> {
                  Files.writeString(
                      settings,
                      configuration(place, files, port, certificate, guard, pace),
                      StandardCharsets.UTF_8);
                  return List.of(
                      nginx.toString(),
                      "-e",
                      place.resolve("error.log").toString(),
                      "-p",
                      place.toString(),
                      "-c",
                      settings.toString());
                },
                port ->
                    URI.create(
                        (certificate.isPresent() ? "https" : "http")
                            + "://127.0.0.1:"
                            + port
                            + "/"),
                certificate,
                READY,
                token),
            place.resolve("server.log"));
    process.start();
    return process;
  }

  private static String configuration(
      Path place,
      Path files,
      int port,
      Optional<TestCertificate> certificate,
      Optional<Guard> guard,
      Optional<Pace> pace) {
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
          %s
          server {
            listen 127.0.0.1:%d%s;
            %s
            root %s;
            location / { autoindex off; %s }
            %s
          }
        }
        """,
        quoted(place.resolve("nginx.pid")),
        temporary,
        pace.map(Nginx::zone).orElse(""),
        port,
        certificate.isPresent() ? " ssl http2" : "",
        tls,
        quoted(files),
        pace.isPresent() ? "limit_req zone=paced burst=100000;" : "",
        guard.map(Nginx::guarded).orElse(""));
  }

  /** What a request belongs to, if to anything; and how many each may have a second. */
  private static String zone(Pace pace) {
    return String.format(
        Locale.ROOT,
        """
        map $uri $paced { default ""; "~%s" "of-$of"; }
        limit_req_zone $paced zone=paced:1m rate=%dr/s;
        """,
        pace.named(),
        pace.perSecond());
  }

  private static String guarded(Guard guard) {
    return String.format(
        Locale.ROOT,
        "location ~ /%s { if ($http_authorization != \"Bearer %s\") { return 401; } }",
        guard.folder(),
        guard.bearerToken());
  }

  private static String quoted(Path path) {
    return '"' + path.toString() + '"';
  }
}
