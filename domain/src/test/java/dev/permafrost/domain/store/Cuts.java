package dev.permafrost.domain.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.failure.StorageFailure;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Cuts what is done to a store short at each of its steps, one step a run, until it is not cut. */
@SuppressWarnings("MustBeClosedChecker") // a dying process closes nothing
public final class Cuts {

  private Cuts() {}

  /**
   * Lets the process die at each step in turn: nothing of it takes effect from that step on.
   *
   * @param prepared makes the machine as it is before the action, with no store open
   * @param action what is cut short
   * @param then checks what is left, on the machine with a new process; once for each step, and
   *     once where nothing was cut
   * @return how many steps there were
   */
  public static int dying(
      Supplier<TestMachine> prepared, Consumer<Store> action, Consumer<TestMachine> then) {
    for (int step = 0; true; step++) {
      TestMachine machine = prepared.get();
      boolean died;
      Store store = machine.open();
      try {
        machine.steps.dieAt(step);
        try {
          action.accept(store);
        } catch (Steps.Death expected) {
          assertThat(machine.steps.struck()).isTrue();
        }
        died = machine.steps.struck();
      } finally {
        machine.steps.off();
        machine.vfs.kill();
        store.close(); // reaches nothing any more
      }
      TestMachine restarted = machine.restarted();
      try {
        then.accept(restarted);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("died at step " + step + ", then: " + e, e);
      }
      restarted.requireNothingOpen();
      if (!died) {
        return step;
      }
    }
  }

  /**
   * Lets each step fail once in turn; every failure must be a typed one.
   *
   * @param then checks the state, in the same process, with its store still open, or reopened if a
   *     directory's sync failed: that is final for the open store
   * @return how many steps there were
   */
  public static int failing(
      Supplier<TestMachine> prepared, Consumer<Store> action, BiConsumer<TestMachine, Store> then) {
    for (int step = 0; true; step++) {
      TestMachine machine = prepared.get();
      boolean failed;
      try {
        boolean isFinal;
        try (Store store = machine.open()) {
          machine.steps.failOnceAt(step);
          try {
            action.accept(store);
          } catch (StorageFailure expected) {
            assertThat(machine.steps.struck()).isTrue();
          }
          failed = machine.steps.struck();
          isFinal = machine.steps.struckSyncOfDirectory();
          machine.steps.off();
          assertThat(machine.hotStores.openHandles()).as("hot handles left open").isZero();
          if (!isFinal) {
            then.accept(machine, store);
          }
        }
        if (isFinal) {
          // Whoever watched asked the store that is closed now.
          machine.steps.watch((operation, path) -> {});
          try (Store anew = machine.open()) {
            then.accept(machine, anew);
          }
        }
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("failed at step " + step + ", then: " + e, e);
      }
      machine.requireNothingOpen();
      if (!failed) {
        return step;
      }
    }
  }
}
