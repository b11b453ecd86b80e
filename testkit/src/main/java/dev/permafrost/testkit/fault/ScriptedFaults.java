package dev.permafrost.testkit.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts and records the operations it is asked about, and fails those that its script names.
 * Operations are numbered from 0 in the order in which they are asked about. Safe for several
 * threads.
 */
public final class ScriptedFaults implements Faults {

  /** Which operations fail, judged by their number, name, and how often the name came before. */
  @FunctionalInterface
  private interface Rule {
    boolean fails(long number, String operation, long before);
  }

  private record Line(Rule rule, Supplier<? extends RuntimeException> failure) {}

  private final List<Line> script = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Makes a script that fails nothing yet. */
  public ScriptedFaults() {}

  /** Fails the operation of this number, and none after it. */
  public ScriptedFaults failAt(long number, Supplier<? extends RuntimeException> failure) {
    return add((n, operation, before) -> n == number, failure);
  }

  /** Fails the operation of this number and every later one, as when the machine has died. */
  public ScriptedFaults failFrom(long number, Supplier<? extends RuntimeException> failure) {
    return add((n, operation, before) -> n >= number, failure);
  }

  /**
   * Fails one operation of a name.
   *
   * @param operation the name
   * @param skip how many of that name succeed first, those already asked about included
   */
  public ScriptedFaults failOn(
      String operation, long skip, Supplier<? extends RuntimeException> failure) {
    return add((n, name, before) -> name.equals(operation) && before == skip, failure);
  }

  private synchronized ScriptedFaults add(Rule rule, Supplier<? extends RuntimeException> failure) {
    script.add(new Line(rule, failure));
    return this;
  }

  @Override
  public void before(String operation, String subject) {
    Supplier<? extends RuntimeException> failure = null;
    synchronized (this) {
      long number = names.size();
      long before = names.stream().filter(operation::equals).count();
      names.add(operation);
      asked.add(operation + " " + subject);
      for (Line line : script) {
        if (failure == null && line.rule.fails(number, operation, before)) {
          failure = line.failure;
        }
      }
    }
    if (failure != null) {
      throw failure.get();
    }
  }

  /** How many operations were asked about. */
  public synchronized long count() {
    return asked.size();
  }

  /** What was asked about, each as its operation, a blank and its subject. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }
}
