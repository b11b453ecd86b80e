package dev.permafrost.app;

import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a run when the process is asked to end: the work is cancelled, ends between two ledgers and
 * closes what it has open, and only then does the process end.
 *
 * <p>It is a shutdown hook, so the JVM itself gives the exit code of the signal: 129 for SIGHUP,
 * 130 for SIGINT, 143 for SIGTERM. A run that does not end in time is left behind, as if the
 * process were killed: whatever was acknowledged is durable.
 */
final class SignalStop {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CancelSource source = new CancelSource();
  private final CountDownLatch finished = new CountDownLatch(1);

  private SignalStop() {}

  /** Begins to listen. */
  static SignalStop install(PrintStream err) {
    SignalStop stop = new SignalStop();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.stop(err), "signal-stop"));
    return stop;
  }

  CancelToken token() {
    return source.token();
  }

  /** The run is over, and the process may end. */
  void finished() {
    finished.countDown();
  }

  private void stop(PrintStream err) {
    if (finished.getCount() == 0) {
      return;
    }
    source.cancel();
    boolean ended = false;
    try {
      ended = finished.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts the hook; were it so, the process ends now, which is harmless.
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      err.println("permafrost: the work did not stop in time; what was acknowledged is durable");
    }
  }
}
