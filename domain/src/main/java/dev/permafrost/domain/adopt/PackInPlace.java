package dev.permafrost.domain.adopt;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a pack at its canonical path durable, even if another process wrote it, and then checks it
 * as it is on the disk (docs/protocol.md, "Adoption").
 *
 * <p>A sync that succeeds now does not cover what an earlier failed sync, in another process, may
 * have dropped although the page cache still shows it. So the check reads past the cache. If the
 * file system does not support that, the file is checked through the cache, copied to a new file
 * next to it, and replaced by the copy.
 */
public final class PackInPlace {

  private final Catalog catalog;
  private final ArtifactStore artifacts;
  private final LedgerPacks packs;
  private final LedgerChecks checks;
  private final PackCheck check;

  /** Creates the checks for the packs of a store. */
  public PackInPlace(Catalog catalog, ArtifactFiles files, LedgerPasses passes) {
    this.catalog = catalog;
    this.artifacts = files.artifacts();
    this.packs = files.packs();
    this.checks = passes.checks();
    this.check = new PackCheck(passes);
  }

  /**
   * Settles a pack that was left {@code freezing}: it may be whole, because a process ended between
   * its sync and its flip, or because the key is older than the pack.
   *
   * @return empty if there is no file, or a half-written one; every other problem is an exception
   */
  public Optional<DurablePack> settleLeftover(ChunkId chunk, CancelToken cancel, Tally tally) {
    if (artifacts.look(ArtifactKind.LEDGERS, chunk).isEmpty()) {
      return Optional.empty();
    }
    try {
      requireOpens(chunk);
      return Optional.of(settle(chunk, OptionalLong.empty(), cancel, tally));
    } catch (StorageFailure e) {
      if (isLeftHalfWritten(e)) {
        tally.reset();
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Done before the sync: a half-written file usually has no trailer. */
  @SuppressWarnings("MustBeClosedChecker") // closed immediately
  private void requireOpens(ChunkId chunk) {
    packs.open(chunk, catalog.geometry().range(chunk)).close();
  }

  /**
   * Whether a failure is damage of the bytes or of their content. A pack that is intact but belongs
   * to another chunk, a newer version or another chain does not count: it may be the last copy.
   */
  private static boolean isLeftHalfWritten(StorageFailure failure) {
    if (failure instanceof CorruptArtifact corrupt) {
      return corrupt.damage() != CorruptArtifact.Damage.OTHER
          && corrupt.damage() != CorruptArtifact.Damage.VERSION;
    }
    return failure instanceof UnexpectedLedger
        || (failure instanceof BrokenChain broken
            && broken.kind() != BrokenChain.Kind.ANCHOR
            && broken.neighbour().isEmpty());
  }

  /**
   * Makes the pack durable and checks all of it.
   *
   * @param watched a ledger whose hash is requested, if any
   * @param cancel checked between ledgers
   * @throws dev.permafrost.ports.failure.MissingArtifact if there is no file
   * @throws StorageFailure of the pack, of its chain, of the disk; the file stays where it is
   */
  DurablePack settle(ChunkId chunk, OptionalLong watched, CancelToken cancel, Tally tally) {
    return durable(chunk, settled(chunk, watched, cancel, tally));
  }

  DurablePack durable(ChunkId chunk, CheckedPack checked) {
    return new DurablePack(chunk, checked, catalog, checks);
  }

  PackCheck check() {
    return check;
  }

  CheckedPack settled(ChunkId chunk, OptionalLong watched, CancelToken cancel, Tally tally) {
    LedgerRange range = catalog.geometry().range(chunk);
    artifacts.makeDurableInPlace(ArtifactKind.LEDGERS, chunk);
    Optional<LedgerPack> pastCache = packs.openPastCache(chunk, range);
    if (pastCache.isEmpty()) {
      return rewritten(chunk, range, watched, cancel, tally);
    }
    try (LedgerPack pack = pastCache.get()) {
      return check.check(chunk, pack, watched, cancel, tally);
    }
  }

  private CheckedPack rewritten(
      ChunkId chunk, LedgerRange range, OptionalLong watched, CancelToken cancel, Tally tally) {
    try (LedgerPack pack = packs.open(chunk, range)) {
      CheckedPack checked = check.check(chunk, pack, watched, cancel, tally);
      try (ArtifactWriter beside = artifacts.createBeside(ArtifactKind.LEDGERS, chunk)) {
        PackCheck.copy(pack, checked, beside, cancel);
        beside.finish();
        beside.makeDurable();
      }
      return checked;
    }
  }
}
