package dev.permafrost.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for the loopback address that nobody signed, made for one run by the JDK's tool.
 */
public final class TestCertificate {

  private static final String ALIAS = "loopback";
  private static final char[] PASSWORD = "of-a-test".toCharArray();

  private final Path directory;
  private final KeyStore store;

  private TestCertificate(Path directory, KeyStore store) {
    this.directory = directory;
    this.store = store;
  }

  /**
   * Makes one.
   *
   * @param directory where its files are, and nothing else
   * @param name whose it says it is
   */
  public static TestCertificate make(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("loopback.p12");
    generate(file, name, directory.resolve("keytool.log"));
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      TestCertificate made = new TestCertificate(directory, store);
      made.write("CERTIFICATE", made.certificate().getEncoded(), made.certificateFile());
      Key key = store.getKey(ALIAS, PASSWORD);
      made.write("PRIVATE KEY", key.getEncoded(), made.keyFile());
      return made;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate that keytool made cannot be read", e);
    }
  }

  private static void generate(Path file, String name, Path log) throws IOException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Programs.ofJdk("keytool"),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    new String(PASSWORD)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        keytool.destroyForcibly();
        throw new IOException("keytool made no certificate: " + Files.readString(log));
      }
    } catch (InterruptedException e) {
      keytool.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool runs", e);
    }
  }

  /** The certificate, in PEM. */
  public Path certificateFile() {
    return directory.resolve("loopback.pem");
  }

  /** Its key, in PEM. */
  public Path keyFile() {
    return directory.resolve("loopback.key");
  }

  /** What a server that shows it, and a client that trusts only it, work with. */
  public SSLContext context() {
    try {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, PASSWORD);
      KeyStore anchors = KeyStore.getInstance("PKCS12");
      anchors.load(null, null);
      anchors.setCertificateEntry(ALIAS, certificate());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the JDK does not take its own certificate", e);
    }
  }

  private Certificate certificate() throws GeneralSecurityException {
    return store.getCertificate(ALIAS);
  }

  private void write(String kind, byte[] der, Path file) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file,
        "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n",
        StandardCharsets.US_ASCII);
  }
}
