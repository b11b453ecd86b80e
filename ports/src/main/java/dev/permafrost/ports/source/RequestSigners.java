package dev.permafrost.ports.source;

/**
 * Creates the signers for one kind of object store. An adapter provides it as a service ({@link
 * java.util.ServiceLoader}), so that the adapter and its libraries are only on the class path of
 * programs that need them.
 */
public interface RequestSigners {

  /** The kind of store, named by the scheme of its addresses: {@code s3}. */
  String scheme();

  /**
   * Creates a signer; contacts nothing yet.
   *
   * @param credentials which credentials: {@code chain} for those that the store's own tools would
   *     find
   * @param region the store's region, as the store names it
   * @throws IllegalArgumentException if it knows no such credentials
   */
  RequestSigner open(String credentials, String region);
}
