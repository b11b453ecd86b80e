package dev.permafrost.prove.lakes;

import dev.permafrost.ports.source.RequestSigner;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Signs as a server asks for, if it does, and shows beside that how often its credentials were
 * renewed. Safe for several threads.
 */
final class TurningSigner implements RequestSigner {

  /** The header that says how often. */
  static final String TURN = "x-amz-meta-turn";

  private final Optional<RequestSigner> signer;
  private final int last;
  private int turn;

  /**
   * Makes one.
   *
   * @param last how often others are found at most
   */
  TurningSigner(Optional<RequestSigner> signer, int last) {
    this.signer = signer;
    this.last = last;
  }

  @Override
  public synchronized Map<String, String> headers(
      String method, URI uri, Map<String, String> sent) {
    Map<String, String> all = new TreeMap<>(sent);
    all.put(TURN, Integer.toString(turn));
    return signer.map(it -> it.headers(method, uri, all)).orElse(all);
  }

  @Override
  public synchronized boolean renew(Map<String, String> refused) {
    if (refused.containsValue(Integer.toString(turn)) && turn < last) {
      turn++;
      return true;
    }
    return !refused.containsValue(Integer.toString(turn));
  }

  /** How often others were found. */
  synchronized int turns() {
    return turn;
  }
}
