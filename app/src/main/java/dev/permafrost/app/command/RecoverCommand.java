package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.wiring.OpenStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Gives up data on purpose, after showing which. Its {@code --hot} and {@code --catalog} are flags;
 * the options that name these roots precede the command here.
 */
@Command(
    name = "recover",
    description = {
      "Gives up data on purpose: hot data or artifacts of chunks, to be fetched or derived again;"
          + " files and hot directories that the catalog has no key of; or the keys of a catalog"
          + " that is behind its witness or gone. Shows what it will do, and does it only with "
          + "--yes.",
      "Here --hot and --catalog are flags; write 'permafrost --hot DIR recover' to name a root."
    })
final class RecoverCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption which;

  @Option(
      names = PermafrostLine.HOT,
      arity = "0",
      description = "Give up the hot data of chunks that are ready.")
  private boolean hot;

  @Option(
      names = "--witness",
      arity = "0",
      description = "Rewrite the witness of chunks that are ready, from their highest ledger.")
  private boolean witness;

  @Option(
      names = "--artifacts",
      split = ",",
      paramLabel = "KIND",
      description = "Give up artifacts of these kinds.")
  private List<String> artifacts = new ArrayList<>();

  @Option(
      names = "--orphans",
      arity = "0",
      description = {
        "Remove files without a key; of all chunks if none are given. Whole packs and hot"
            + " directories are left alone, because they may be copies of ledgers, and so are files"
            + " that the store did not make."
      })
  private boolean orphans;

  @Option(names = "--packs-too", arity = "0", description = "With --orphans: whole packs, too.")
  private boolean packsToo;

  @Option(names = "--hot-too", arity = "0", description = "With --orphans: hot directories, too.")
  private boolean hotToo;

  @Option(
      names = PermafrostLine.CATALOG,
      arity = "0",
      description = {
        "Accept the catalog as it is if it is behind its witness; create it again if it is "
            + "gone. Audit the store afterwards, and adopt what has no key."
      })
  private boolean catalog;

  @Option(names = "--yes", arity = "0", description = "Confirm the action.")
  private boolean yes;

  @Override
  public ExitCode perform(Invocation in) {
    if (hot && witness) {
      throw new WrongUsage("--hot and --witness exclude each other");
    }
    boolean demotes = hot || witness || !artifacts.isEmpty();
    if (((orphans || catalog) && demotes) || (orphans && catalog)) {
      throw new WrongUsage(
          "--orphans and --catalog cannot be combined with another of --hot, --witness,"
              + " --artifacts");
    }
    if ((packsToo || hotToo) && !orphans) {
      throw new WrongUsage("--packs-too and --hot-too go with --orphans");
    }
    if (catalog) {
      return recoverCatalog(in);
    }
    if (orphans) {
      OrphanRows found =
          new OrphanRows(which.chunks, new OrphanRemoval.Scope(packsToo, hotToo), in);
      return yes ? found.remove() : found.list();
    }
    if (!demotes) {
      throw new WrongUsage(
          "recover what? --hot, --witness, --artifacts KIND,..., --orphans or --catalog");
    }
    if (which.chunks == null) {
      throw new WrongUsage("recover which chunks? --chunks R");
    }
    return demote(which.chunks, in);
  }

  private ExitCode recoverCatalog(Invocation in) {
    if (which.chunks != null) {
      throw new WrongUsage(
          "--catalog applies to the whole store, and cannot be combined with --chunks");
    }
    CatalogRecovery.Plan plan = yes ? in.recoverCatalog() : in.planCatalogRecovery();
    in.console().result(() -> lines(plan), () -> fields(plan));
    if (plan.need() != CatalogRecovery.Need.NONE && !yes) {
      in.console().note("nothing was changed: add --yes to do it");
      return ExitCode.USAGE;
    }
    return ExitCode.DONE;
  }

  private List<String> lines(CatalogRecovery.Plan plan) {
    String done =
        switch (plan.need()) {
          case NONE -> "is whole: nothing to do";
          case ACCEPT -> (yes ? "accepted" : "accept it") + " as it is";
          case MAKE -> (yes ? "made" : "make it") + " again, empty";
          case FOUND -> (yes ? "made" : "make it") + ", empty; the roots get a new identity";
        };
    List<String> lines = new ArrayList<>();
    lines.add(
        "catalog "
            + plan.location()
            + plan.store().map(id -> " of store " + id).orElse("")
            + ": "
            + done);
    if (plan.need() != CatalogRecovery.Need.NONE) {
      lines.add("found: " + plan.found());
      lines.add("may be missing: " + plan.missing());
      if (plan.need() == CatalogRecovery.Need.FOUND) {
        lines.add(
            "first: if the store has other volumes, mount them; with a new identity they are"
                + " refused");
      }
      lines.add("next: audit the store, and adopt what has no key");
    }
    return lines;
  }

  private Map<String, Object> fields(CatalogRecovery.Plan plan) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("confirmed", yes);
    fields.put("need", plan.need().name().toLowerCase(Locale.ROOT));
    fields.put("store", plan.store().map(StoreId::value).orElse(null));
    fields.put("catalog", plan.location());
    fields.put("found", plan.found());
    fields.put("mayBeMissing", plan.missing());
    return fields;
  }

  private ExitCode demote(ChunkSpan span, Invocation in) {
    try (OpenStore<Store> opened = in.openExisting()) {
      Store store = opened.store();
      Recovery.Plan plan = store.recovery().plan(span.chunks(), hot, kinds(opened.kinds()));
      List<ChunkId> witnesses = witness ? readyChunks(span, store) : List.of();
      say(plan, witnesses, span, store, in);
      if (!yes) {
        in.console().note("nothing was changed: add --yes to do it");
        return ExitCode.USAGE;
      }
      store.recovery().carryOut(plan);
      for (ChunkId chunk : witnesses) {
        long highest = store.recovery().rewriteWitness(chunk);
        in.console().note("chunk " + chunk + ": the witness says ledger " + highest + " now");
      }
      return ExitCode.DONE;
    }
  }

  private Set<ArtifactKind> kinds(Set<ArtifactKind> registered) {
    Set<ArtifactKind> kinds = new TreeSet<>();
    for (String name : artifacts) {
      kinds.add(
          registered.stream()
              .filter(kind -> kind.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new WrongUsage(
                          "--artifacts: there is no kind '"
                              + name
                              + "', known are "
                              + registered)));
    }
    return kinds;
  }

  private static List<ChunkId> readyChunks(ChunkSpan span, Store store) {
    return span.chunks().stream()
        .filter(chunk -> store.catalog().row(chunk).hot() == HotState.READY)
        .toList();
  }

  private void say(
      Recovery.Plan plan, List<ChunkId> witnesses, ChunkSpan span, Store store, Invocation in) {
    in.console().result(() -> lines(plan, witnesses, span, store), () -> fields(plan, witnesses));
  }

  private static List<String> lines(
      Recovery.Plan plan, List<ChunkId> witnesses, ChunkSpan span, Store store) {
    List<String> lines = new ArrayList<>();
    for (ChunkId chunk : plan.hot()) {
      lines.add(
          "chunk "
              + chunk
              + ": give up the hot data at "
              + store.hot().locate(chunk)
              + "; its ledgers are to be ingested again");
    }
    for (ChunkId chunk : witnesses) {
      lines.add(
          "chunk "
              + chunk
              + ": write the witness at "
              + store.hot().locate(chunk)
              + " again from the highest ledger there; what was acknowledged beyond it is given"
              + " up");
    }
    plan.artifacts()
        .forEach(
            (chunk, kinds) ->
                lines.add(
                    "chunk "
                        + chunk
                        + ": give up the artifacts "
                        + kinds
                        + "; a freeze makes them again, a sweep removes them"));
    if (lines.isEmpty()) {
      lines.add("nothing to give up in " + span);
    }
    return lines;
  }

  private Map<String, Object> fields(Recovery.Plan plan, List<ChunkId> witnesses) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("confirmed", yes);
    fields.put("hot", plan.hot().stream().map(ChunkId::value).toList());
    fields.put("witness", witnesses.stream().map(ChunkId::value).toList());
    List<Map<String, Object>> given = new ArrayList<>();
    plan.artifacts()
        .forEach(
            (chunk, kinds) ->
                given.add(
                    Map.of(
                        "chunk",
                        chunk.value(),
                        "kinds",
                        kinds.stream().map(ArtifactKind::name).toList())));
    fields.put("artifacts", given);
    return fields;
  }
}
