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
 * 130 for SIGINT, 143 for SIGTERM. If a run does not end in time, the process ends as if it were
 * killed: acknowledged ledgers are durable.
 */
final class SignalStop {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CancelSource source = new CancelSource();
  private final CountDownLatch finished = new CountDownLatch(1);

  private SignalStop() {}

  /** Registers the hook. */
  static SignalStop install(PrintStream err) {
    SignalStop stop = new SignalStop();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.stop(err), "signal-stop"));
    return stop;
  }

  CancelToken token() {
    return source.token();
  }

  /** Called when the run is over: the process may end. */
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
      // The hook is not interrupted; if it were, the process would end now, which is harmless.
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      err.println("permafrost: the work did not stop in time; acknowledged ledgers are durable");
    }
  }
}
