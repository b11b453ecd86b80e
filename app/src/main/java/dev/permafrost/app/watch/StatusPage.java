package dev.permafrost.app.watch;

import dev.permafrost.app.console.Json;
import dev.permafrost.app.watch.StatusServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * The status page: one document with its style and its script, which loads nothing except, if
 * served, from its own server. Its content security policy names the hashes of both.
 *
 * <p>The page of a store at rest contains the status document. The page of a running store requests
 * it.
 */
public final class StatusPage {

  private static final String NO_DATA = "null";

  private final String html;
  private final String policy;

  private StatusPage(boolean isServed, String data) {
    String style = resource("page.css");
    String script = resource("page.js");
    this.policy =
        "default-src 'none'; style-src "
            + hash(style)
            + "; script-src "
            + hash(script)
            + "; img-src data:; connect-src "
            + (isServed ? "'self'" : "'none'")
            + "; base-uri 'none'; form-action 'none'";
    this.html =
        resource("page.html")
            .replace("@POLICY@", policy)
            .replace("@MODE@", isServed ? "served" : "file")
            .replace("@STYLE@", style)
            .replace("@SCRIPT@", script)
            .replace("@DATA@", data);
  }

  /** The page of a running store. */
  static StatusPage served() {
    return new StatusPage(true, NO_DATA);
  }

  /** The page of a store at rest, with its current fields. */
  public static String ofFile(Map<String, Object> fields) {
    String data = new String(Json.compact(fields), StandardCharsets.UTF_8);
    // In a script element only this sequence would end the text early.
    return new StatusPage(false, data.replace("<", "\\u003c")).html;
  }

  Answer answer() {
    return new Answer(
        200,
        "text/html; charset=utf-8",
        html.getBytes(StandardCharsets.UTF_8),
        Map.of(
            "Content-Security-Policy",
            policy + "; frame-ancestors 'none'",
            "X-Frame-Options",
            "DENY"));
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(StatusPage.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
