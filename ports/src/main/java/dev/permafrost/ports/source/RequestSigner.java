package dev.permafrost.ports.source;

import java.net.URI;
import java.util.Map;

/**
 * Signs requests to a store of objects, with credentials that nobody else sees. Thread-safe. Called
 * for each request, because a signature is valid for minutes only.
 */
public interface RequestSigner {

  /**
   * The headers that prove it; their values are secrets, for this request and no log.
   *
   * <p>They are sent in place of headers of the same name, and cover {@code sent}: a store may
   * refuse a request with a header of its own that the signature leaves out.
   *
   * @param method the request's method, which has no body
   * @param uri what is asked for, exactly as it will be sent
   * @param sent the headers with a meaning of the store's own that are sent, by name; each name
   *     once, however it is written
   * @throws dev.permafrost.ports.failure.LakeForbidden if there are no credentials to prove it with
   */
  Map<String, String> headers(String method, URI uri, Map<String, String> sent);

  /**
   * Looks for other credentials, after a store called those of a request expired or unknown.
   *
   * @param refused the headers that proved the refused request
   * @return whether the next headers prove it with other credentials than these
   */
  default boolean renew(Map<String, String> refused) {
    return false;
  }
}
