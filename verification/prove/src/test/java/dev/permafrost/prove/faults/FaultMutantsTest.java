package dev.permafrost.prove.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.ForwardingVfs;
import dev.permafrost.prove.crash.Golden;
import dev.permafrost.prove.crash.Layout;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Scenarios;
import dev.permafrost.prove.crash.Violation;
import dev.permafrost.prove.crash.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Breaks one rule at a time, and the exploration of faults must name it. */
final class FaultMutantsTest {

  private final Bench bench = new Bench();
  private final Plan freezing = plan("freeze-from-lake");

  private Plan plan(String scenario) {
    return Plan.of(
        Scenarios.named(scenario), Golden.make(bench), () -> Wiring.AS_IT_IS, bench, true);
  }

  @AfterEach
  void closeBench() {
    bench.close();
  }

  /** What the faults at the operations of a name break, all kinds of them; leaks among it. */
  private Set<String> brokenBy(Wiring mutant, String operation) {
    return brokenBy(freezing, mutant, operation);
  }

  private Set<String> brokenBy(Plan plan, Wiring mutant, String operation) {
    Set<String> broken = new TreeSet<>();
    for (FaultCase fault : casesAt(plan, operation)) {
      FaultTrial trial = new FaultTrial(plan, bench, () -> mutant, FaultTrial.NewState.ALWAYS);
      trial.on(fault, 4, new Random(1));
      List<Violation> all = new ArrayList<>(trial.violations());
      all.addAll(trial.leaks());
      all.forEach(violation -> broken.add(violation.invariant()));
    }
    return broken;
  }

  private static List<FaultCase> casesAt(Plan plan, String operation) {
    List<FaultCase> cases = new ArrayList<>();
    for (int i = 0; i < plan.trace().size(); i++) {
      if (plan.trace().get(i).contains(operation)) {
        for (FaultKind kind : FaultKind.values()) {
          cases.add(new FaultCase(plan.scenario().name(), i, kind));
        }
      }
    }
    assertThat(cases).as(operation).isNotEmpty();
    return cases;
  }

  private static Wiring overArtifacts(UnaryOperator<Vfs> wrong) {
    return new Wiring() {
      @Override
      public Vfs vfs(Vfs original, Use use, Layout layout) {
        return use == Use.ARTIFACTS ? wrong.apply(original) : original;
      }
    };
  }

  @Test
  void codeAsItIsBreaksNothingThere() {
    for (String operation : List.of(" sync ", " syncDirectory ", " create ", " writeAt ")) {
      assertThat(brokenBy(Wiring.AS_IT_IS, operation)).isEmpty();
    }
  }

  @Test
  void aSyncOfAFileThatIsTriedAgainIsSeen() {
    Wiring retrying =
        overArtifacts(
            disk ->
                new ForwardingVfs(disk) {
                  @Override
                  public void sync(Path path, VfsFile file) throws IOException {
                    try {
                      file.sync();
                    } catch (IOException e) {
                      file.sync();
                    }
                  }
                });

    assertThat(brokenBy(retrying, " sync /srv/permafrost/ledgers"))
        .contains(SyncWatch.RETRIED, SyncWatch.BELIEVED);
  }

  @Test
  void aSyncOfADirectoryThatIsTriedAgainIsSeen() {
    Wiring retrying =
        overArtifacts(
            disk ->
                new ForwardingVfs(disk) {
                  @Override
                  public void syncDirectory(Path path) throws IOException {
                    try {
                      super.syncDirectory(path);
                    } catch (IOException e) {
                      super.syncDirectory(path);
                    }
                  }
                });

    assertThat(brokenBy(retrying, " syncDirectory /srv/permafrost/ledgers"))
        .contains(SyncWatch.RETRIED, SyncWatch.BELIEVED);
  }

  @Test
  void aFailedSyncThatIsSwallowedIsSeen() {
    Wiring swallowing =
        overArtifacts(
            disk ->
                new ForwardingVfs(disk) {
                  @Override
                  public void sync(Path path, VfsFile file) {
                    try {
                      file.sync();
                    } catch (IOException swallowed) {
                      // On purpose.
                    }
                  }
                });

    assertThat(brokenBy(swallowing, " sync /srv/permafrost/ledgers"))
        .contains(SyncWatch.BELIEVED)
        .doesNotContain(SyncWatch.RETRIED);
  }

  @Test
  void anUnlinkWhoseFailedSyncIsSwallowedIsSeen() {
    Wiring swallowing =
        overArtifacts(
            disk ->
                new ForwardingVfs(disk) {
                  @Override
                  public void syncDirectory(Path path) {
                    try {
                      super.syncDirectory(path);
                    } catch (IOException swallowed) {
                      // On purpose.
                    }
                  }
                });

    assertThat(brokenBy(plan("sweep"), swallowing, " syncDirectory /srv/permafrost/ledgers"))
        .contains(SyncWatch.BELIEVED);
  }

  @Test
  void anErrorThatIsNotTranslatedIsSeen() {
    Wiring untyped =
        overArtifacts(
            disk ->
                new ForwardingVfs(disk) {
                  @Override
                  public void makeDirectory(Path path) {
                    try {
                      super.makeDirectory(path);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }
                });

    assertThat(brokenBy(untyped, " makeDirectory /srv/permafrost/ledgers"))
        .contains(FaultedRun.TYPED);
  }

  @Test
  void aFileThatStaysOpenIsSeen() {
    Wiring leaking =
        overArtifacts(
            disk ->
                new ForwardingVfs(disk) {
                  @Override
                  @SuppressWarnings("MustBeClosedChecker") // that is what is wrong with it
                  public void unlink(Path path) throws IOException {
                    disk.openRead(path);
                    super.unlink(path);
                  }
                });

    // What is unlinked is what an attempt that failed leaves.
    assertThat(brokenBy(leaking, " writeAt /srv/permafrost/ledgers")).contains(FaultedRun.LEAKED);
  }

  @Test
  void aFailureThatIsReportedAsSuccessIsSeen() {
    Wiring lying =
        new Wiring() {
          @Override
          public ArtifactStore artifacts(ArtifactStore original) {
            return new SilentArtifacts(original);
          }
        };

    assertThat(brokenBy(lying, " writeAt /srv/permafrost/ledgers")).contains(FaultedRun.SURVIVED);
  }

  /** Artifacts whose writers swallow what fails. */
  private record SilentArtifacts(ArtifactStore real) implements ArtifactStore {
    @Override
    public String locate(ArtifactKind kind, ChunkId chunk) {
      return real.locate(kind, chunk);
    }

    @Override
    public OptionalLong look(ArtifactKind kind, ChunkId chunk) {
      return real.look(kind, chunk);
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
    public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
      return new SilentWriter(real.create(kind, chunk));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
    public ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk) {
      return new SilentWriter(real.createBeside(kind, chunk));
    }

    @Override
    public void makeDurableInPlace(ArtifactKind kind, ChunkId chunk) {
      real.makeDurableInPlace(kind, chunk);
    }

    @Override
    public void unlink(ArtifactKind kind, ChunkId chunk) {
      real.unlink(kind, chunk);
    }

    @Override
    public void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk) {
      real.makeUnlinkDurable(kind, chunk);
    }
  }

  private record SilentWriter(ArtifactWriter real) implements ArtifactWriter {
    @Override
    public void append(ByteBuffer borrowed) {
      silently(() -> real.append(borrowed));
    }

    @Override
    public long sizeBytes() {
      return real.sizeBytes();
    }

    @Override
    public void finish() {
      silently(real::finish);
    }

    @Override
    public void makeDurable() {
      silently(real::makeDurable);
    }

    @Override
    public void abandon() {
      real.abandon();
    }

    @Override
    public void close() {
      real.close();
    }

    private static void silently(Runnable step) {
      try {
        step.run();
      } catch (StorageFailure | IllegalStateException swallowed) {
        // On purpose.
      }
    }
  }
}
