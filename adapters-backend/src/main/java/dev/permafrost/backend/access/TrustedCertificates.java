package dev.permafrost.backend.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Additional certificates that are trusted for a lake's server: of a company's own authority, or a
 * server's own. They extend the JDK's; the host name is still verified.
 */
public final class TrustedCertificates {

  private static final String PKIX = "PKIX";
  private static final int LARGEST_BYTES = 4 << 20;

  private TrustedCertificates() {}

  /**
   * Reads a file of certificates in PEM (RFC 7468).
   *
   * @throws IllegalArgumentException if it cannot be read or holds none; the message names the file
   */
  static List<X509Certificate> read(Path file) {
    List<X509Certificate> read = new ArrayList<>();
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new IllegalArgumentException(file + " is larger than any file of certificates");
      }
      try (InputStream in = Files.newInputStream(file)) {
        for (Certificate certificate :
            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          read.add((X509Certificate) certificate);
        }
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(file + " holds no certificates in PEM", e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + " is not there", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
    if (read.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no certificates in PEM");
    }
    return List.copyOf(read);
  }

  /** An SSL context that trusts the JDK's certificates and these. */
  public static SSLContext context(List<X509Certificate> extra) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(anchors(extra)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("TLS cannot be set up", e);
    }
  }

  /** The JDK's certificates and these, in one store. */
  static KeyStore anchors(List<X509Certificate> extra) throws GeneralSecurityException {
    KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      anchors.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read for an empty store", e);
    }
    int count = 0;
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager trusting) {
        for (X509Certificate known : trusting.getAcceptedIssuers()) {
          anchors.setCertificateEntry("known-" + count++, known);
        }
      }
    }
    for (X509Certificate added : extra) {
      anchors.setCertificateEntry("added-" + count++, added);
    }
    return anchors;
  }

  private static TrustManager[] managers(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance(PKIX);
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
