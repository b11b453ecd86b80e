package dev.permafrost.prove.lakes;

import com.google.common.base.Throwables;
import dev.permafrost.testkit.server.ServerAbsent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs every scenario at a server, one after the other. */
final class LakeSuite {

  private static final Duration LONGEST_SCENARIO = Duration.ofMinutes(2);
  private static final int STACK_LINES = 12;

  private LakeSuite() {}

  /** The scenarios of servers and lakes that are in order. */
  static List<Scenario> conduct() {
    return Conduct.scenarios();
  }

  /** The scenarios of trouble: in the lake, at the server, on the way. */
  static List<Scenario> trouble() {
    List<Scenario> all = new ArrayList<>(WrongLakes.scenarios());
    all.addAll(Troubles.scenarios());
    all.addAll(WildServers.scenarios());
    return List.copyOf(all);
  }

  /**
   * Runs scenarios at the servers of all columns, side by side: most of the time is waiting.
   *
   * @param place an empty directory
   */
  static Matrix run(List<Scenario> scenarios, Path place) throws IOException {
    Certificates certificates = Certificates.make(place.resolve("certificates"));
    Map<Column, CompletableFuture<Map<Scenario, Cell>>> running = new EnumMap<>(Column.class);
    for (Column column : Column.values()) {
      running.put(
          column,
          CompletableFuture.supplyAsync(
              () -> run(column, scenarios, certificates, place.resolve(column.title())),
              work -> thread(work, column.title())));
    }
    Matrix matrix = new Matrix();
    running.forEach((column, cells) -> matrix.put(column, cells.join()));
    return matrix;
  }

  private static Map<Scenario, Cell> run(
      Column column, List<Scenario> scenarios, Certificates certificates, Path place) {
    try (WebServer server = column.start(Files.createDirectories(place), certificates)) {
      Map<Scenario, Cell> cells = new LinkedHashMap<>();
      for (Scenario scenario : scenarios) {
        String folder = "row" + (cells.size() + 1);
        cells.put(scenario, run(scenario, () -> new Ground(server, certificates, folder)));
      }
      return cells;
    } catch (ServerAbsent e) {
      return all(scenarios, Cell.skipped(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return all(scenarios, Cell.failed("the server does not start: " + e.getMessage()));
    }
  }

  private static Cell run(Scenario scenario, Supplier<Ground> grounds) {
    CompletableFuture<Cell> running =
        CompletableFuture.supplyAsync(
            () -> runHere(scenario, grounds), work -> thread(work, scenario.name()));
    try {
      return running.get(LONGEST_SCENARIO.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return Cell.failed("still running after " + LONGEST_SCENARIO.toSeconds() + " s");
    } catch (ExecutionException e) {
      return Cell.failed(Throwables.getStackTraceAsString(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Cell.failed("interrupted");
    }
  }

  private static void thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static Cell runHere(Scenario scenario, Supplier<Ground> grounds) {
    try (Ground ground = grounds.get()) {
      scenario.body().run(ground);
      return Cell.ok();
    } catch (Unmet e) {
      return Cell.failed(e.getMessage() + "\n" + stack(e));
    } catch (Exception e) {
      return Cell.failed(stack(e));
    }
  }

  private static String stack(Throwable e) {
    return Throwables.getStackTraceAsString(e)
        .lines()
        .limit(STACK_LINES)
        .reduce((above, below) -> above + "\n" + below)
        .orElse("");
  }

  private static Map<Scenario, Cell> all(List<Scenario> scenarios, Cell cell) {
    Map<Scenario, Cell> cells = new LinkedHashMap<>();
    scenarios.forEach(scenario -> cells.put(scenario, cell));
    return cells;
  }
}
