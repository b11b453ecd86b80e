package dev.permafrost.ports.source;

import java.net.URI;
import java.util.Map;

/**
 * Proves to a store of objects who asks, with credentials that nobody else sees. Safe for several
 * threads, and asked anew for each request, since a proof is good for minutes only.
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
