package dev.permafrost.ports.source;

import java.net.URI;
import java.util.Map;

/**
 * Signs requests to an object store with credentials that it keeps to itself. Thread-safe. Called
 * for each request, because a signature is valid for minutes only.
 */
public interface RequestSigner {

  /**
   * Computes the headers that authenticate a request. Their values are secrets and must not be
   * logged.
   *
   * <p>They replace headers of the same name, and the signature covers {@code sent}: a store may
   * refuse a request with a header of its own that the signature leaves out.
   *
   * @param method the request's method, which has no body
   * @param uri the address, exactly as it will be sent
   * @param sent the headers with a meaning to the store, by name; each name once, in whatever case
   * @throws dev.permafrost.ports.failure.LakeForbidden if there are no credentials
   */
  Map<String, String> headers(String method, URI uri, Map<String, String> sent);

  /**
   * Looks for new credentials, after a store rejected those of a request as expired or unknown.
   *
   * @param refused the headers of the rejected request
   * @return whether the next headers will be made with other credentials
   */
  default boolean renew(Map<String, String> refused) {
    return false;
  }
}
