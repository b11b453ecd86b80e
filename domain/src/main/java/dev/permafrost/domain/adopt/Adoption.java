package dev.permafrost.domain.adopt;

import dev.permafrost.domain.adopt.AdoptionResult.How;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.NetworkUnknown;
import dev.permafrost.ports.failure.NotMovable;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Adopts packs and hot databases that were made elsewhere, or before the catalog was restored
 * (docs/protocol.md, "Adoption"). Thread-safe for different chunks.
 *
 * <p>Everything is checked before anything is changed: the container, every frame, sequence, header
 * hash and link, the links to both neighbours, the trusted hashes, the network. A file that fails a
 * check stays where it is, and gets no key. A file is never adopted because of its name alone.
 *
 * <p>If a chunk's hot data is {@code ready} but lost, its pack is adopted anyway, and its hot key
 * is deleted afterwards: such an adoption is a deliberate recovery. Readable hot data must hold the
 * same ledgers as the pack.
 */
public final class Adoption {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final Catalog catalog;
  private final Geometry geometry;
  private final ArtifactStore artifacts;
  private final ArtifactFiles files;
  private final PackInPlace inPlace;
  private final HotAdoption hot;
  private final LedgerChecks checks;
  private final Attempts attempts;

  /** Creates the adoption of a store. */
  public Adoption(
      Catalog catalog,
      ArtifactFiles files,
      PackInPlace inPlace,
      HotAdoption hot,
      LedgerChecks checks,
      Attempts attempts) {
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.artifacts = files.artifacts();
    this.files = files;
    this.inPlace = inPlace;
    this.hot = hot;
    this.checks = checks;
    this.attempts = attempts;
  }

  /**
   * Checks early, from a receipt, whether a pack can be adopted: another network than the store's,
   * or a neighbour that does not link, is an error. The pack itself is not read, and nothing else
   * relies on the receipt.
   *
   * @throws dev.permafrost.ports.failure.WrongNetwork if another network is pinned
   * @throws BrokenChain if a neighbour that can be read does not link
   */
  public void requireFits(Receipt receipt) {
    ChunkId chunk = receipt.chunk();
    geometry.range(chunk);
    catalog.requireNetwork(receipt.network(), "the receipt of chunk " + chunk);
    checks.check(
        chunk,
        new LedgerChecks.Edges(receipt.firstPrevious(), receipt.lastHash()),
        Reach.FROZEN_AND_HOT);
  }

  /**
   * Adopts a pack by copying it byte for byte; the candidate stays as it is.
   *
   * @param network the pack's network; required if the store has none pinned
   * @param cancel checked between ledgers
   * @throws CandidateMissing if there is no candidate
   * @throws NetworkUnknown if the network is not known
   * @throws dev.permafrost.ports.failure.UnadoptedArtifact if another file is at the canonical path
   *     and has no key
   * @throws StorageFailure of the candidate, of the chain, of the disk
   */
  public AdoptionResult copy(
      PackCandidate candidate, Optional<String> network, CancelToken cancel) {
    return adopt(
        candidate.chunk(),
        candidate.location(),
        network,
        tally -> taken(candidate, network, false, cancel, tally));
  }

  /**
   * Adopts a pack by moving it within its file system: adds its canonical name, then removes its
   * old name. An interrupted move is finished. If the file system does not support reads past its
   * cache, the pack is copied instead, and the candidate stays.
   *
   * @param network as for {@link #copy}
   * @throws NotMovable if it is in another file system
   * @throws StorageFailure as for {@link #copy}
   */
  public AdoptionResult move(
      PackCandidate candidate, Optional<String> network, CancelToken cancel) {
    return adopt(
        candidate.chunk(),
        candidate.location(),
        network,
        tally -> taken(candidate, network, true, cancel, tally));
  }

  /**
   * Adopts the pack at the canonical path.
   *
   * @param network as for {@link #copy}
   * @throws StorageFailure as for {@link #copy}
   */
  public AdoptionResult inPlace(ChunkId chunk, Optional<String> network, CancelToken cancel) {
    String location = files.locate(ArtifactKind.LEDGERS, chunk);
    return adopt(
        chunk,
        location,
        network,
        tally -> {
          if (files.look(ArtifactKind.LEDGERS, chunk).isEmpty()) {
            throw new CandidateMissing(chunk, location);
          }
          return settled(chunk, network, Optional.empty(), cancel, tally);
        });
  }

  /**
   * Adopts the hot database in a chunk's directory, after checking its families, its witness and
   * all its ledgers.
   *
   * @param network as for {@link #copy}
   * @throws CandidateMissing if there is no directory
   * @throws dev.permafrost.ports.failure.BelowFloor if the chunk lies below the floor
   * @throws StorageFailure of the database, of the chain, of the disk
   */
  public AdoptionResult hot(ChunkId chunk, Optional<String> network, CancelToken cancel) {
    catalog.requireAboveFloor(chunk);
    return attempts.run(
        Operation.ADOPT,
        Optional.of(chunk),
        Set.of(),
        tally -> {
          boolean adopted =
              hot.adopt(
                  chunk, () -> requireNetwork(network, hot.locate(chunk)), network, cancel, tally);
          if (!adopted) {
            tally.nothingToDo();
          }
          return result(chunk, adopted ? How.IN_PLACE : How.NOTHING_TO_DO, tally, Optional.empty());
        });
  }

  private AdoptionResult adopt(
      ChunkId chunk,
      String location,
      Optional<String> network,
      Function<Tally, AdoptionResult> body) {
    geometry.range(chunk);
    catalog.requireAboveFloor(chunk);
    return attempts.alone(
        Operation.ADOPT,
        chunk,
        LEDGERS,
        tally -> {
          if (state(chunk) == ArtifactState.FROZEN) {
            files.requirePackOpens(chunk);
            hot.removeIfLost(chunk);
            tally.nothingToDo();
            return result(chunk, How.NOTHING_TO_DO, tally, Optional.empty());
          }
          requireNetwork(network, location);
          hot.requireNothingForeignIfLost(chunk);
          AdoptionResult result = body.apply(tally);
          hot.removeIfLost(chunk);
          return result;
        });
  }

  private void requireNetwork(Optional<String> network, String location) {
    network.ifPresent(name -> catalog.requireNetwork(name, location));
    if (network.isEmpty() && catalog.network().isEmpty()) {
      throw new NetworkUnknown(location);
    }
  }

  private ArtifactState state(ChunkId chunk) {
    return catalog.row(chunk).artifact(ArtifactKind.LEDGERS);
  }

  private AdoptionResult taken(
      PackCandidate candidate,
      Optional<String> network,
      boolean moves,
      CancelToken cancel,
      Tally tally) {
    ChunkId chunk = candidate.chunk();
    boolean occupied = files.look(ArtifactKind.LEDGERS, chunk).isPresent();
    PackCandidate.Place place = candidate.look();
    boolean isCutMove = moves && occupied && state(chunk) != ArtifactState.PRUNING;
    if (place == PackCandidate.Place.MISSING && !isCutMove) {
      throw new CandidateMissing(chunk, candidate.location());
    }
    if (place != PackCandidate.Place.ELSEWHERE) {
      // The file itself, or an interrupted move: the removal of the old name need not be durable
      // yet.
      boolean leavesAName = moves && place != PackCandidate.Place.IN_PLACE;
      return settled(
          chunk, network, leavesAName ? Optional.of(candidate) : Optional.empty(), cancel, tally);
    }
    if (occupied) {
      Optional<AdoptionResult> kept = keepingWhatStandsThere(chunk, network, cancel, tally);
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    return moves
        ? moved(candidate, network, occupied, cancel, tally)
        : copied(candidate, network, cancel, tally);
  }

  /** Under {@code freezing} a whole file is flipped; a file without a key must not be removed. */
  private Optional<AdoptionResult> keepingWhatStandsThere(
      ChunkId chunk, Optional<String> network, CancelToken cancel, Tally tally) {
    ArtifactState state = state(chunk);
    if (state == ArtifactState.ABSENT) {
      throw files.unadopted(ArtifactKind.LEDGERS, chunk);
    }
    if (state == ArtifactState.PRUNING) {
      return Optional.empty();
    }
    return inPlace
        .settleLeftover(chunk, cancel, tally)
        .map(durable -> flipped(chunk, durable, network, tally, How.IN_PLACE));
  }

  private AdoptionResult settled(
      ChunkId chunk,
      Optional<String> network,
      Optional<PackCandidate> left,
      CancelToken cancel,
      Tally tally) {
    Optional<HotAdoption.Edge> edge = hot.edge(chunk);
    CheckedPack checked = inPlace.settled(chunk, watched(edge), cancel, tally);
    requireSameLedgers(chunk, edge, checked);
    left.ifPresent(Adoption::removeName);
    if (state(chunk) == ArtifactState.PRUNING) {
      // A file that was to be removed is kept on purpose; the table has no other edge to that
      // state.
      catalog.markFreezing(chunk, LEDGERS, network);
    }
    return flipped(chunk, inPlace.durable(chunk, checked), network, tally, How.IN_PLACE);
  }

  private AdoptionResult flipped(
      ChunkId chunk, DurablePack durable, Optional<String> network, Tally tally, How how) {
    durable.flip(network);
    return result(chunk, how, tally, Optional.of(durable.headers()));
  }

  private AdoptionResult copied(
      PackCandidate candidate, Optional<String> network, CancelToken cancel, Tally tally) {
    ChunkId chunk = candidate.chunk();
    LedgerRange range = geometry.range(chunk);
    try (LedgerPack pack = candidate.open(range)) {
      CheckedPack checked = checked(chunk, pack, cancel, tally);
      catalog.markFreezing(chunk, LEDGERS, network);
      @SuppressWarnings("MustBeClosedChecker") // abandoned if it is not flipped, otherwise closed
      ArtifactWriter writer = artifacts.create(ArtifactKind.LEDGERS, chunk);
      boolean flipBegun = false;
      try {
        PackCheck.copy(pack, checked, writer, cancel);
        writer.finish();
        writer.makeDurable();
        flipBegun = true;
        checks.flip(
            chunk,
            checked.headers(),
            Reach.FROZEN_AND_HOT,
            () -> catalog.flipFrozen(chunk, LEDGERS));
        writer.close();
      } catch (RuntimeException | Error e) {
        closeAfter(e, writer, flipBegun);
        throw e;
      }
      return result(chunk, How.COPIED, tally, Optional.of(checked.headers()));
    }
  }

  /** After the flip a file may be frozen, and no file is unlinked while it is frozen. */
  private static void closeAfter(Throwable first, ArtifactWriter writer, boolean flipBegun) {
    try {
      if (flipBegun) {
        writer.close();
      } else {
        writer.abandon();
      }
    } catch (StorageFailure e) {
      first.addSuppressed(e);
    }
  }

  private AdoptionResult moved(
      PackCandidate candidate,
      Optional<String> network,
      boolean replaces,
      CancelToken cancel,
      Tally tally) {
    ChunkId chunk = candidate.chunk();
    if (!candidate.isMovable()) {
      throw new NotMovable(candidate.location(), files.locate(ArtifactKind.LEDGERS, chunk));
    }
    candidate.sync();
    Optional<LedgerPack> pastCache = candidate.openPastCache(geometry.range(chunk));
    if (pastCache.isEmpty()) {
      AdoptionResult result = copied(candidate, network, cancel, tally);
      attempts
          .events()
          .remarked(
              Remark.warning(
                  chunk,
                  candidate.location()
                      + " was copied and stays: its file system cannot be read past its cache"));
      return result;
    }
    CheckedPack checked;
    try (LedgerPack pack = pastCache.get()) {
      checked = checked(chunk, pack, cancel, tally);
    }
    if (replaces) {
      // Half written under a key that says so, or to be removed; the candidate was checked.
      catalog.markFreezing(chunk, LEDGERS, network);
      artifacts.unlink(ArtifactKind.LEDGERS, chunk);
    }
    candidate.link();
    artifacts.makeDurableInPlace(ArtifactKind.LEDGERS, chunk);
    removeName(candidate);
    return flipped(chunk, inPlace.durable(chunk, checked), network, tally, How.MOVED);
  }

  /**
   * Called only when the other name is durable: before that, a power cut could leave the file no
   * name.
   */
  private static void removeName(PackCandidate candidate) {
    candidate.unlink();
    candidate.makeUnlinkDurable();
  }

  private CheckedPack checked(ChunkId chunk, LedgerPack pack, CancelToken cancel, Tally tally) {
    Optional<HotAdoption.Edge> edge = hot.edge(chunk);
    CheckedPack checked = inPlace.check().check(chunk, pack, watched(edge), cancel, tally);
    requireSameLedgers(chunk, edge, checked);
    CheckedHeaders headers = checked.headers();
    checks.check(
        chunk,
        new LedgerChecks.Edges(headers.firstPrevious(), headers.lastHash()),
        Reach.FROZEN_AND_HOT);
    return checked;
  }

  private static OptionalLong watched(Optional<HotAdoption.Edge> edge) {
    return edge.isPresent() ? OptionalLong.of(edge.get().highest()) : OptionalLong.empty();
  }

  private static void requireSameLedgers(
      ChunkId chunk, Optional<HotAdoption.Edge> edge, CheckedPack checked) {
    if (edge.isPresent() && !checked.watched().equals(Optional.of(edge.get().hash()))) {
      throw new BrokenChain(
          chunk,
          edge.get().highest(),
          BrokenChain.Kind.COPIES,
          edge.get().hash().toString(),
          checked.watched().map(Object::toString).orElse("no such ledger"));
    }
  }

  private static AdoptionResult result(
      ChunkId chunk, How how, Tally tally, Optional<CheckedHeaders> headers) {
    return new AdoptionResult(chunk, how, tally.ledgers(), tally.rawBytes(), headers);
  }
}
