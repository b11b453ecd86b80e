package dev.permafrost.prove.lakes;

import dev.permafrost.testkit.server.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The certificates of one run.
 *
 * @param known of the servers that speak TLS; their clients trust it
 * @param stranger of somebody whom no client trusts unless it is told to
 */
record Certificates(TestCertificate known, TestCertificate stranger) {

  /** Makes them, below a directory. */
  static Certificates make(Path place) throws IOException {
    return new Certificates(
        TestCertificate.make(place.resolve("known"), "known"),
        TestCertificate.make(place.resolve("stranger"), "stranger"));
  }
}
