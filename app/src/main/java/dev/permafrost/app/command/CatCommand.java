package dev.permafrost.app.command;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes one raw ledger to standard output, after checking it completely. */
@Command(
    name = "cat",
    description =
        "Writes the raw bytes of one ledger to standard output. Reads it from the pack "
            + "if there is one, otherwise from hot data; writes nothing if the ledger is damaged.")
final class CatCommand implements Action {

  @Option(names = "--ledger", paramLabel = "SEQ", required = true, description = "The ledger.")
  private long sequence;

  @Override
  public ExitCode perform(Invocation in) {
    try (OpenStore<StoreView> opened = in.openForReading()) {
      opened.store().ledgers().withLedger(sequence, bytes -> write(bytes, in));
      return ExitCode.DONE;
    }
  }

  private boolean write(ByteBuffer borrowed, Invocation in) {
    if (in.console().isJson()) {
      byte[] bytes = new byte[borrowed.remaining()];
      borrowed.get(bytes);
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("ledger", sequence);
      fields.put("bytes", bytes.length);
      fields.put("base64", Base64.getEncoder().encodeToString(bytes));
      in.console().result(List::of, () -> fields);
      return true;
    }
    try {
      in.console().raw(borrowed);
      return true;
    } catch (IOException e) {
      throw new StorageUnavailable("standard output", "write to", e);
    }
  }
}
