package dev.permafrost.forge.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers every request that a server was sent. Safe for several threads. */
public final class RequestLog {

  private final List<LakeRequest> requests = new ArrayList<>();

  RequestLog() {}

  /** All requests so far, oldest first. */
  public List<LakeRequest> all() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** How many requests there were so far. */
  public long count() {
    synchronized (requests) {
      return requests.size();
    }
  }

  /** How many requests there were for which the condition holds. */
  public long count(Predicate<LakeRequest> condition) {
    return all().stream().filter(condition).count();
  }

  /** How many requests of a method there were. */
  public long count(String method) {
    return count(request -> request.method().equals(method));
  }

  /** How many requests of a method there were for a key. */
  public long count(String method, String key) {
    return count(request -> request.method().equals(method) && request.key().equals(key));
  }

  /** Forgets what was seen; numbers go on. */
  public void clear() {
    synchronized (requests) {
      requests.clear();
    }
  }

  void add(LakeRequest request) {
    synchronized (requests) {
      requests.add(request);
    }
  }
}
