package dev.permafrost.prove.power;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.workload.Account;
import dev.permafrost.prove.workload.Chain;
import dev.permafrost.prove.workload.PacedLake;
import dev.permafrost.wiring.OpenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the audit finds after a power cut, and the steps that it names, taken: they must end it, and
 * lose nothing that was promised. One thread.
 */
final class Mending {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  /** A step may uncover the next one, but not for ever. */
  private static final int MOST_AUDITS = 5;

  private final RealStores stores;
  private final Chain chain;
  private final RootPaths roots;
  private final Account account;
  private int mended;

  Mending(RealStores stores, Chain chain, RootPaths roots, Account account) {
    this.stores = stores;
    this.chain = chain;
    this.roots = roots;
    this.account = account;
  }

  /** How many findings were mended. */
  int mended() {
    return mended;
  }

  /** Audits and mends until the audit is clean; returns what could not be mended. */
  List<String> violations() {
    for (int audits = 0; audits < MOST_AUDITS; audits++) {
      List<Finding> found = audit();
      if (found.isEmpty()) {
        return List.of();
      }
      List<String> wrong = mend(found);
      if (!wrong.isEmpty()) {
        return wrong;
      }
    }
    return audit().stream().map(finding -> "the audit still finds: " + finding.text()).toList();
  }

  private List<Finding> audit() {
    try (OpenStore<StoreView> opened = stores.view(roots)) {
      AuditRequest everything = AuditRequest.ofEverything().deeply();
      return opened
          .store()
          .audit()
          .run(everything, new Audit.Listener() {}, CancelToken.NEVER)
          .violations();
    }
  }

  private List<String> mend(List<Finding> found) {
    List<String> wrong = new ArrayList<>();
    PacedLake lake = new PacedLake(chain.source());
    try (OpenStore<Store> opened = stores.open(roots, lake, StorageEvents.NONE)) {
      for (Finding finding : found) {
        mend(opened.store(), finding).ifPresent(wrong::add);
        mended++;
      }
    }
    return wrong;
  }

  /**
   * Takes the first step. Where something was put that has no key, which may not even have been
   * durable when the power was cut, the next ones are taken if the first is refused.
   */
  private Optional<String> mend(Store store, Finding finding) {
    boolean mayBeTorn = finding.chunk().filter(account.withoutKey()::contains).isPresent();
    String said = "it names no step";
    for (OperatorStep step : finding.steps()) {
      if (step instanceof OperatorStep.ByHand) {
        continue;
      }
      try {
        if (take(store, step)) {
          return Optional.empty();
        }
        said = "a power cut must not make this needed: " + step;
      } catch (StorageFailure e) {
        said = step + " failed: " + e;
      }
      if (!mayBeTorn) {
        break;
      }
    }
    return Optional.of("the audit found: " + finding.text() + "; " + said);
  }

  /** Takes a step, unless it is one that a power cut must never make needed. */
  private boolean take(Store store, OperatorStep step) {
    if (step instanceof OperatorStep.Sweep) {
      store.pruning().finish(CancelToken.NEVER);
      store.sweep().sweepAll(CancelToken.NEVER);
    } else if (step instanceof OperatorStep.Freeze freeze) {
      store.freezer().processChunk(freeze.chunk(), LEDGERS, CancelToken.NEVER);
    } else if (step instanceof OperatorStep.MakeAgain again && !again.demoteFirst()) {
      store.freezer().processChunk(again.chunk(), LEDGERS, CancelToken.NEVER);
    } else if (step instanceof OperatorStep.AdoptPack adopt) {
      store.adoption().inPlace(adopt.chunk(), network(), CancelToken.NEVER);
    } else if (step instanceof OperatorStep.AdoptHot adopt) {
      store.adoption().hot(adopt.chunk(), network(), CancelToken.NEVER);
    } else if (step instanceof OperatorStep.Discard discard) {
      store.hot().discardHotDBForChunk(discard.chunk());
    } else if (step instanceof OperatorStep.LoseUnfrozen lose && promisesNothingOf(lose.chunk())) {
      store.hot().discardLosingTheOnlyCopy(lose.chunk());
    } else if (step instanceof OperatorStep.RemoveOrphans remove
        && account.withoutKey().contains(remove.chunk())) {
      Candidates.removeOrphans(store);
    } else {
      return false;
    }
    return true;
  }

  private static Optional<String> network() {
    return Optional.of(PacedLake.NETWORK);
  }

  private boolean promisesNothingOf(ChunkId chunk) {
    return account.promised().stream()
        .noneMatch(sequence -> chain.geometry().chunkOf(sequence).equals(chunk));
  }
}
