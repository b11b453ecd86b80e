package dev.permafrost.ports.source;

/**
 * Makes the signers of one kind of store. An adapter that brings one names it as a service ({@link
 * java.util.ServiceLoader}), so that the adapter and its libraries are on the class path of those
 * programs only that need it.
 */
public interface RequestSigners {

  /** The kind of store, by the scheme of its addresses: {@code s3}. */
  String scheme();

  /**
   * Makes a signer; nothing is asked of anybody yet.
   *
   * @param credentials which: {@code chain} for those that the store's own tools would find
   * @param region where the store is, in its own words
   * @throws IllegalArgumentException if it knows no such credentials
   */
  RequestSigner open(String credentials, String region);
}
