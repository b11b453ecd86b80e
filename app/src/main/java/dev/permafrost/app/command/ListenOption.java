package dev.permafrost.app.command;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.watch.ListenAddress;
import dev.permafrost.app.watch.StatusDocument;
import dev.permafrost.app.watch.Watch;
import dev.permafrost.domain.store.Store;
import dev.permafrost.wiring.OpenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that write and can be watched over HTTP. */
final class ListenOption {

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = {
        "Serves /metrics, /healthz, /status.json and a page at / while it runs; without HOST on the"
            + " loopback interface only (default: it serves nothing)."
      })
  private @Nullable String listen;

  @Option(
      names = "--listen-host",
      paramLabel = "NAME",
      description = {
        "A host name that requests may use, besides addresses, localhost and HOST. Repeatable."
      })
  private List<String> names = List.of();

  /** An open status server, or none. Closed before the store that it serves. */
  static final class Listening implements AutoCloseable {
    private final @Nullable Watch watch;
    private final Invocation in;

    private Listening(@Nullable Watch watch, Invocation in) {
      this.watch = watch;
      this.in = in;
    }

    /** Serves a store until the result is closed. */
    @MustBeClosed
    Listening serving(OpenStore<Store> store) {
      if (watch != null) {
        watch.serve(store, in.roots());
      }
      return new Listening(watch, in);
    }

    /** Serves something other than a store until the result is closed. */
    @MustBeClosed
    Listening serving(Supplier<StatusDocument> status) {
      if (watch != null) {
        watch.serve(status);
      }
      return new Listening(watch, in);
    }

    @Override
    public void close() {
      if (watch != null) {
        watch.close();
      }
    }
  }

  /** Starts the server if requested, and observes the run. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the result
  Listening begin(Invocation in, String command) {
    if (listen == null) {
      if (!names.isEmpty()) {
        throw new WrongUsage("--listen-host needs --listen");
      }
      return new Listening(null, in);
    }
    ListenAddress address = ListenAddress.parse(listen);
    List<String> known = new ArrayList<>(names);
    known.add(address.host());
    Watch watch =
        Watch.listen(
            address, known, command, in.time(), in.calendar(), new StepCommands(in.options()));
    in.alsoTell(watch.events());
    in.progress().say("listening at " + watch.uri());
    return new Listening(watch, in);
  }
}
