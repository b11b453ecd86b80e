package dev.permafrost.backend.access;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of a lake, and the timeouts and limits for requests to it. Values that are not set
 * have the default documented at the builder; 0 never stands for a default, and invalid values are
 * rejected.
 *
 * @param base the lake's root, {@code http:}, {@code https:} or {@code file:}; its path ends in a
 *     slash, which is added if missing
 * @param ledgersPerBatch L, for a lake without a manifest; at least 1
 * @param batchesPerPartition B, for a lake without a manifest; at least 1
 * @param network the network's passphrase, for a lake without a manifest; it is a failure if the
 *     manifest names another one
 * @param access headers, token and proxy; a token over plain http is refused, except for loopback
 * @param connectTimeout how long connecting may take; above 0
 * @param idleTimeout how long a server may send nothing, before or within an answer; above 0
 * @param attemptTimeout how long one attempt at one object may take in total; above 0
 * @param callTimeout how long a request may take in total for which the caller gives no time (the
 *     network, what a missing object means); above 0
 * @param retries how often one request is repeated after a temporary failure; 0 for never
 * @param retriesPerStream how many requests of one stream may be repeated in total; 0 for none
 * @param firstBackOff the maximum of the first wait before a repetition; it doubles for each
 *     further one
 * @param longestBackOff the maximum of such a wait, and the longest Retry-After of a server that is
 *     honoured; at least {@code firstBackOff}
 * @param prefetchBytes how many bytes of objects, as stored, a stream may hold in addition to the
 *     current one; 0 for no prefetching. A stream uses at most this much memory, plus the current
 *     object, 16 KiB for each object, and one raw ledger; buffers of this size are kept for the
 *     next stream until the lake is closed
 * @param concurrency how many objects a stream fetches at a time; at least 1
 * @param largestObjectBytes how large a single object may be, as stored; at least 1
 * @param userAgent the User-Agent header; not empty
 * @param alsoTrusted certificates that are trusted for the server, in addition to the JDK's
 */
public record LakeOptions(
    URI base,
    Optional<Integer> ledgersPerBatch,
    Optional<Integer> batchesPerPartition,
    Optional<String> network,
    LakeAccess access,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration attemptTimeout,
    Duration callTimeout,
    int retries,
    int retriesPerStream,
    Duration firstBackOff,
    Duration longestBackOff,
    long prefetchBytes,
    int concurrency,
    long largestObjectBytes,
    String userAgent,
    List<X509Certificate> alsoTrusted) {

  /** The maximum of L and B. */
  public static final int MOST_PER_BATCH = 1_000_000;

  private static final int LARGEST_BODY_BYTES = 1 << 30;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is invalid; the message names it, but no secret
   */
  public LakeOptions {
    base = checkBase(base);
    ledgersPerBatch.ifPresent(value -> checkRange("ledgersPerBatch", value, 1, MOST_PER_BATCH));
    batchesPerPartition.ifPresent(
        value -> checkRange("batchesPerPartition", value, 1, MOST_PER_BATCH));
    network.ifPresent(value -> checkText("network", value));
    checkSecrecy(base, access);
    checkPositive("connectTimeout", connectTimeout);
    checkPositive("idleTimeout", idleTimeout);
    checkPositive("attemptTimeout", attemptTimeout);
    checkPositive("callTimeout", callTimeout);
    checkRange("retries", retries, 0, 1000);
    checkRange("retriesPerStream", retriesPerStream, 0, Integer.MAX_VALUE);
    checkPositive("firstBackOff", firstBackOff);
    checkPositive("longestBackOff", longestBackOff);
    if (longestBackOff.compareTo(firstBackOff) < 0) {
      throw new IllegalArgumentException(
          "longestBackOff is " + longestBackOff + ", less than firstBackOff, " + firstBackOff);
    }
    checkRange("prefetchBytes", prefetchBytes, 0, Long.MAX_VALUE);
    checkRange("concurrency", concurrency, 1, 1000);
    checkRange("largestObjectBytes", largestObjectBytes, 1, LARGEST_BODY_BYTES);
    checkText("userAgent", userAgent);
    alsoTrusted = List.copyOf(alsoTrusted);
  }

  /**
   * Creates a builder for the lake's root; everything else has a default.
   *
   * @param base as {@link LakeAddress#parse} accepts it
   */
  public static Builder of(URI base) {
    return new Builder(base);
  }

  private static URI checkBase(URI base) {
    String scheme = base.getScheme() == null ? "" : base.getScheme().toLowerCase(Locale.ROOT);
    boolean isHttp = scheme.equals("http") || scheme.equals("https");
    if (!isHttp && !scheme.equals("file")) {
      throw new IllegalArgumentException(
          "a lake's address begins with http:, https: or file:, not '" + scheme + ":'");
    }
    if (base.getRawUserInfo() != null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a lake's address has no user, query or fragment (not repeated here, it may be secret): "
              + Locations.withoutSecrets(base));
    }
    String authority = isHttp ? authority(base, scheme) : fileAuthority(base);
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    URI whole = URI.create(scheme + "://" + authority + path + (path.endsWith("/") ? "" : "/"));
    return isHttp ? URI.create(whole.toASCIIString()) : whole;
  }

  private static String authority(URI base, String scheme) {
    String authority = String.valueOf(base.getRawAuthority());
    if (authority.contains("@")) {
      throw new IllegalArgumentException("a lake's address has no user (not repeated here)");
    }
    LakeHost host =
        LakeHost.of(base)
            .orElseThrow(() -> new IllegalArgumentException("a lake's address names no host"));
    host.check(scheme);
    return host.authority(scheme);
  }

  /** A directory must be given by its absolute path, on this machine. */
  private static String fileAuthority(URI base) {
    if (base.isOpaque() || base.getRawPath() == null || base.getRawPath().isEmpty()) {
      throw new IllegalArgumentException(
          "a lake in a directory is named by its whole path, as file:/path/to/lake, not '"
              + base
              + "'");
    }
    String host = base.getRawAuthority() == null ? "" : base.getRawAuthority();
    if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
      throw new IllegalArgumentException(
          "file://"
              + host
              + "/ names another machine, whose directories are not reached so; a lake on this one"
              + " is file:/path/to/lake");
    }
    return "";
  }

  private static void checkSecrecy(URI base, LakeAccess access) {
    if (access.token().isPresent()
        && base.getScheme().equals("http")
        && !LakeProxy.isLoopback(LakeHost.nameOf(base))) {
      throw new IllegalArgumentException(
          "a token over http: could be read by anyone on the way; use https:");
    }
  }

  private static void checkRange(String name, long value, long smallest, long largest) {
    if (value < smallest || value > largest) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + smallest + " to " + largest);
    }
  }

  private static void checkPositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is " + value + ", expected more than 0");
    }
  }

  private static void checkText(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is empty");
    }
  }

  /** Builds options. */
  public static final class Builder {

    private final URI base;
    private Optional<Integer> ledgersPerBatch = Optional.empty();
    private Optional<Integer> batchesPerPartition = Optional.empty();
    private Optional<String> network = Optional.empty();
    private LakeAccess access = LakeAccess.none();
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(30);
    private Duration attemptTimeout = Duration.ofMinutes(5);
    private Duration callTimeout = Duration.ofMinutes(2);
    private int retries = 8;
    private int retriesPerStream = 1000;
    private Duration firstBackOff = Duration.ofMillis(250);
    private Duration longestBackOff = Duration.ofSeconds(30);
    private long prefetchBytes = 32L << 20;
    private int concurrency = 96;
    private long largestObjectBytes = 128L << 20;
    private String userAgent = "permafrost";
    private List<X509Certificate> alsoTrusted = List.of();

    private Builder(URI base) {
      this.base = base;
    }

    /** L of a lake without a manifest; unknown by default. */
    @CanIgnoreReturnValue
    public Builder ledgersPerBatch(int value) {
      ledgersPerBatch = Optional.of(value);
      return this;
    }

    /** B of a lake without a manifest; unknown by default. */
    @CanIgnoreReturnValue
    public Builder batchesPerPartition(int value) {
      batchesPerPartition = Optional.of(value);
      return this;
    }

    /** The network of a lake without a manifest; unknown by default. */
    @CanIgnoreReturnValue
    public Builder network(String passphrase) {
      network = Optional.of(passphrase);
      return this;
    }

    /** No credentials by default. */
    @CanIgnoreReturnValue
    public Builder access(LakeAccess value) {
      access = value;
      return this;
    }

    /** 10 seconds by default. */
    @CanIgnoreReturnValue
    public Builder connectTimeout(Duration value) {
      connectTimeout = value;
      return this;
    }

    /** 30 seconds by default. */
    @CanIgnoreReturnValue
    public Builder idleTimeout(Duration value) {
      idleTimeout = value;
      return this;
    }

    /** 5 minutes by default. */
    @CanIgnoreReturnValue
    public Builder attemptTimeout(Duration value) {
      attemptTimeout = value;
      return this;
    }

    /** 2 minutes by default. */
    @CanIgnoreReturnValue
    public Builder callTimeout(Duration value) {
      callTimeout = value;
      return this;
    }

    /** 8 by default. */
    @CanIgnoreReturnValue
    public Builder retries(int value) {
      retries = value;
      return this;
    }

    /** 1000 by default. */
    @CanIgnoreReturnValue
    public Builder retriesPerStream(int value) {
      retriesPerStream = value;
      return this;
    }

    /** A quarter of a second by default. */
    @CanIgnoreReturnValue
    public Builder firstBackOff(Duration value) {
      firstBackOff = value;
      return this;
    }

    /** 30 seconds by default. */
    @CanIgnoreReturnValue
    public Builder longestBackOff(Duration value) {
      longestBackOff = value;
      return this;
    }

    /** 32 MiB by default. */
    @CanIgnoreReturnValue
    public Builder prefetchBytes(long value) {
      prefetchBytes = value;
      return this;
    }

    /**
     * 96 by default: enough for four thousand objects a second if each takes 20 ms. The bytes held
     * are limited separately, and a slow server is sent fewer requests at a time.
     */
    @CanIgnoreReturnValue
    public Builder concurrency(int value) {
      concurrency = value;
      return this;
    }

    /** 128 MiB by default. */
    @CanIgnoreReturnValue
    public Builder largestObjectBytes(long value) {
      largestObjectBytes = value;
      return this;
    }

    /** {@code permafrost} by default. */
    @CanIgnoreReturnValue
    public Builder userAgent(String value) {
      userAgent = value;
      return this;
    }

    /**
     * Trusts the certificates of a file in addition; none by default. They apply to https only.
     *
     * @param pemFile one or several, in PEM; read now
     * @throws IllegalArgumentException if it cannot be read or holds none
     */
    @CanIgnoreReturnValue
    public Builder alsoTrusting(Path pemFile) {
      alsoTrusted = TrustedCertificates.read(pemFile);
      return this;
    }

    /**
     * Builds the options.
     *
     * @throws IllegalArgumentException if a value is invalid
     */
    public LakeOptions build() {
      URI root = base;
      LakeAccess shown = access;
      if (SignedAddress.isOne(base)) {
        SignedAddress signed = SignedAddress.read(base);
        root = signed.base();
        shown = access.signedBy(signed.signer());
      }
      return new LakeOptions(
          root,
          ledgersPerBatch,
          batchesPerPartition,
          network,
          shown,
          connectTimeout,
          idleTimeout,
          attemptTimeout,
          callTimeout,
          retries,
          retriesPerStream,
          firstBackOff,
          longestBackOff,
          prefetchBytes,
          concurrency,
          largestObjectBytes,
          userAgent,
          alsoTrusted);
    }
  }
}
