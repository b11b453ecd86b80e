package dev.permafrost.testkit.contract;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints, at the end of a run of tests, a line for each class that ran a contract suite: which
 * suite, how many of its tests passed, and whether it was an adapter's or a fake's.
 *
 * <p>Every run that has the testkit on its class path has this listener. A suite is an abstract
 * class whose name ends in {@code Contract}. A run is one of fakes if its configuration parameter
 * {@value #PARAMETER} is {@code fakes}, as it is in the testkit's own tests.
 */
public final class ContractReport implements TestExecutionListener {

  /** The configuration parameter that says whose suites a run has. */
  public static final String PARAMETER = "permafrost.contracts.of";

  private static final String SUFFIX = "Contract";

  /** How the tests of one suite, run by one class, ended. */
  private static final class Count {
    private int run;
    private int passed;
  }

  private final Map<String, Count> counts = new TreeMap<>();
  private String whose = "adapters";

  /** Made by JUnit. */
  public ContractReport() {}

  @Override
  public synchronized void testPlanExecutionStarted(TestPlan plan) {
    whose = plan.getConfigurationParameters().get(PARAMETER).orElse("adapters");
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest()) {
      return;
    }
    Optional<String> suite = suite(test);
    if (suite.isEmpty()) {
      return;
    }
    Count count = counts.computeIfAbsent(suite.get(), key -> new Count());
    count.run++;
    if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
      count.passed++;
    }
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    if (!counts.isEmpty()) {
      System.out.println(report());
    }
    counts.clear();
  }

  private String report() {
    String lines =
        counts.entrySet().stream()
            .map(
                entry ->
                    "  "
                        + entry.getKey()
                        + ": "
                        + entry.getValue().passed
                        + " of "
                        + entry.getValue().run
                        + " passed")
            .collect(Collectors.joining(System.lineSeparator()));
    return "contract suites of " + whose + ": " + counts.size() + System.lineSeparator() + lines;
  }

  /** The suite whose test this is, and the class that ran it; empty if it is no suite's. */
  private static Optional<String> suite(TestIdentifier test) {
    if (!(test.getSource().orElse(null) instanceof MethodSource method)) {
      return Optional.empty();
    }
    Class<?> runner = method.getJavaClass();
    String declaring = method.getJavaMethod().getDeclaringClass().getSimpleName();
    return declaring.endsWith(SUFFIX)
        ? Optional.of(declaring + " by " + runner.getSimpleName())
        : Optional.empty();
  }
}
