package dev.permafrost.forge.serve;

/**
 * One request that a server was sent.
 *
 * @param number its place among all requests of the server, from 1
 * @param method GET, HEAD, or whatever was sent
 * @param key the path below the served directory, without a leading slash
 * @param query the query, undecoded; empty for none
 * @param range the Range header; empty for none
 */
public record LakeRequest(long number, String method, String key, String query, String range)
    implements FaultScript.Asked {

  @Override
  public boolean isFor(String other) {
    return key.equals(other);
  }
}
