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
   * @param method the request's method, which has no body
   * @param uri what is asked for, exactly as it will be sent
   * @throws dev.permafrost.ports.failure.LakeForbidden if there are no credentials to prove it with
   */
  Map<String, String> headers(String method, URI uri);
}
