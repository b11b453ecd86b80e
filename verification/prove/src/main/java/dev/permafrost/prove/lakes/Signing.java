package dev.permafrost.prove.lakes;

import dev.permafrost.forge.serve.SignatureGate;
import dev.permafrost.ports.source.RequestSigner;
import dev.permafrost.ports.source.RequestSigners;
import dev.permafrost.testkit.server.ServedProcess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ServiceLoader;

/**
 * The temporary credentials of this process, and who signs with them: the standard credential
 * chain, which finds them in the system properties.
 */
final class Signing {

  /** What requests are signed for. */
  static final String REGION = "us-east-1";

  private static final String ACCESS_KEY = "ASIAPERMAFROSTTEST";
  private static final String SECRET = "a-secret/that+nobody=sees";
  private static final String TOKEN = ServedProcess.token();
  private static final Duration VALID = Duration.ofHours(12);

  static {
    System.setProperty("aws.accessKeyId", ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
    System.setProperty("aws.sessionToken", TOKEN);
  }

  private Signing() {}

  /** A gate that lets requests pass which are signed with them. */
  static SignatureGate gate() {
    SignatureGate gate = new SignatureGate(REGION);
    gate.admit(ACCESS_KEY, SECRET, TOKEN, Instant.now().plus(VALID));
    return gate;
  }

  /** Signs with what the chain finds. */
  static RequestSigner signer() {
    return ServiceLoader.load(RequestSigners.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody signs for S3 on the class path"))
        .open("chain", REGION);
  }

  /** Whether a text has a secret of these credentials in it. */
  static boolean isTold(String text) {
    return text.contains(SECRET) || text.contains(TOKEN) || text.contains("Signature=");
  }

  /** What names a signed lake: its bucket is the first part of the path, the rest the endpoint. */
  static URI named(URI address) {
    return URI.create(
        "s3:/"
            + address.getRawPath()
            + "?region="
            + REGION
            + "&credentials=chain&endpoint="
            + address.resolve("/").toString().replaceAll("/$", ""));
  }
}
