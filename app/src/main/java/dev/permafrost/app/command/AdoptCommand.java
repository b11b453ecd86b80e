package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.landing.ReceiptFile;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.adopt.Adoption;
import dev.permafrost.domain.adopt.AdoptionResult;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.wiring.OpenStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Adopts packs and hot databases that were made elsewhere, or that a restored catalog has no key
 * of. Its {@code --hot} is a flag; the option that names the hot root precedes the command here.
 */
@Command(
    name = "adopt",
    description = {
      "Adopts packs that were made elsewhere, or that the catalog has no key of."
          + " Each is checked whole first: every ledger, its chain, and the links to its"
          + " neighbours.",
      "Without --from it adopts the pack at its place in the store, for example after a catalog was"
          + " restored from an older copy.",
      "Here --hot is a flag; write 'permafrost --hot DIR adopt' to name the hot root."
    })
final class AdoptCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = {
        "Where the packs are, under their canonical names: a cold root, its folder of ledgers, or a"
            + " flat directory. They are copied, and stay as they are."
      })
  private @Nullable Path from;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      description = {
        "Receipts that 'pack' wrote. They name the network if the store has none, and show early "
            + "what does not fit; the packs are checked all the same. Repeatable."
      })
  private List<Path> receipts = List.of();

  @Option(names = "--move", arity = "0", description = "Move them instead; within one file system.")
  private boolean moves;

  @Option(
      names = PermafrostLine.HOT,
      arity = "0",
      description = "Adopt hot databases that are at their place in the store.")
  private boolean hot;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private WorkersOption workers;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private SpaceOption space;

  @Override
  public ExitCode perform(Invocation in) {
    int atOnce = workers.count();
    if (moves && from == null) {
      throw new WrongUsage("--move goes with --from");
    }
    if (hot && from != null) {
      throw new WrongUsage("--hot adopts what is in the store, and cannot be combined with --from");
    }
    ChunkSpan span = which.chunks;
    Map<ChunkId, Receipt> received = receipts(in);
    if (from != null) {
      // Before a store is opened or created.
      Invocation.requireDirectory(from);
      if (!moves) {
        space.check(in).beforeCopy(span, from);
      }
    }
    try (OpenStore<Store> store = in.openForWriting(atOnce);
        PackCandidates candidates = from == null ? null : in.candidates(from, moves)) {
      List<ChunkOutcome<Timed<AdoptionResult>>> outcomes =
          in.progress()
              .overChunks(
                  "adopt",
                  span.count(),
                  Geometry.STANDARD.ledgersPerChunk(),
                  () ->
                      ChunkDrive.over(
                          span.chunks(),
                          store,
                          in,
                          adopting(store.store(), candidates, received, in)));
      return tell(outcomes, in);
    }
  }

  /** Read before a store is opened or created. */
  private Map<ChunkId, Receipt> receipts(Invocation in) {
    if (hot && !receipts.isEmpty()) {
      throw new WrongUsage("--receipts are for packs, and cannot be combined with --hot");
    }
    Map<ChunkId, Receipt> received = new TreeMap<>();
    for (Path path : receipts) {
      ReceiptFile file = new ReceiptFile(path);
      if (!file.isThere()) {
        throw new WrongUsage("--receipts: there is no file " + path);
      }
      for (Receipt receipt : file.read().values()) {
        Receipt other = received.put(receipt.chunk(), receipt);
        if (other != null && !other.equals(receipt)) {
          throw new WrongUsage("--receipts: two files differ about chunk " + receipt.chunk());
        }
      }
    }
    String network = in.options().network;
    for (Receipt receipt : received.values()) {
      if (network != null && !network.equals(receipt.network())) {
        throw new WrongUsage(
            "--network is '"
                + network
                + "', and the receipt of chunk "
                + receipt.chunk()
                + " says '"
                + receipt.network()
                + "'");
      }
    }
    return received;
  }

  private Function<ChunkId, AdoptionResult> adopting(
      Store store,
      @Nullable PackCandidates candidates,
      Map<ChunkId, Receipt> received,
      Invocation in) {
    Adoption adoption = store.adoption();
    return chunk -> {
      Optional<Receipt> receipt = Optional.ofNullable(received.get(chunk));
      receipt.ifPresent(adoption::requireFits);
      Optional<String> network =
          Optional.ofNullable(in.options().network).or(() -> receipt.map(Receipt::network));
      if (hot) {
        return adoption.hot(chunk, network, in.cancel());
      }
      if (candidates == null) {
        return adoption.inPlace(chunk, network, in.cancel());
      }
      return moves
          ? adoption.move(candidates.candidate(chunk), network, in.cancel())
          : adoption.copy(candidates.candidate(chunk), network, in.cancel());
    };
  }

  private static ExitCode tell(List<ChunkOutcome<Timed<AdoptionResult>>> outcomes, Invocation in) {
    ChunkRows rows = new ChunkRows(in.console(), ">ledgers", ">raw", ">time", ">rate");
    for (ChunkOutcome<Timed<AdoptionResult>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      outcome.result().ifPresent(timed -> addRow(rows, timed));
    }
    return rows.print("no chunk");
  }

  private static void addRow(ChunkRows rows, Timed<AdoptionResult> timed) {
    AdoptionResult result = timed.value();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledgers", result.ledgers());
    fields.put("rawBytes", result.rawBytes());
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    rows.add(
        result.chunk(),
        result.how().words(),
        fields,
        Quantity.count(result.ledgers()),
        Quantity.bytes(result.rawBytes()),
        Quantity.time(timed.elapsed()),
        Quantity.rate(result.ledgers(), timed.elapsed()));
  }
}
