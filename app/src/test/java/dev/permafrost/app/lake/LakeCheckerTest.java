package dev.permafrost.app.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.threads.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check that was stopped anywhere goes on as if it had not been. */
final class LakeCheckerTest {

  private static final LakeShape SHAPE = new LakeShape("Stopped Network", 4, 10, "zst");
  private static final LedgerRange HELD = new LedgerRange(2, 99);

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(longs = {2, 6, 30, 38, 42, 46, 58, 62, 98})
  void whereverItIsStoppedItFindsTheSame(long stop) throws IOException {
    Path lake = damagedLake();
    CheckQuestion question =
        new CheckQuestion("lake", SHAPE.network(), 4, HELD.first(), HELD.last(), List.of());
    CheckFile file = new CheckFile(temporary.resolve("state"));
    LakeChecker whole = new LakeChecker(CheckState.begin(question), Anchors.none());
    try (DataLake opened = open(lake)) {
      whole.run(opened, CancelToken.NEVER, done -> {});

      CancelSource cancel = new CancelSource();
      LakeChecker stopped = new LakeChecker(CheckState.begin(question), Anchors.none());
      assertThatThrownBy(
              () ->
                  stopped.run(
                      opened,
                      cancel.token(),
                      done -> {
                        if (done >= stop - HELD.first()) {
                          cancel.cancel();
                        }
                      }))
          .isInstanceOf(Cancelled.class);
      file.write(stopped.state());
      CheckState kept = file.read().orElseThrow();
      assertThat(kept).isEqualTo(stopped.state());
      assertThat(kept.next()).isBetween(stop, stop + 4);
      LakeChecker resumed = new LakeChecker(kept, Anchors.none());
      resumed.run(opened, CancelToken.NEVER, done -> {});

      assertThat(resumed.state()).isEqualTo(whole.state());
      assertThat(whole.problems().all().stream().map(Problem::ledgers))
          .containsExactly("20-23", "40-43", "60-63");
    }
  }

  /** One object is missing, one is of another chain, one is cut short. */
  private Path damagedLake() throws IOException {
    Path lake = temporary.resolve("lake");
    Path foreign = temporary.resolve("foreign");
    LakeForge.into(lake, SHAPE).forge(LedgerForge.small(7), HELD);
    LakeForge.into(foreign, SHAPE).forge(LedgerForge.small(8), HELD);
    Files.delete(lake.resolve(SHAPE.key(20)));
    Files.copy(
        foreign.resolve(SHAPE.key(40)),
        lake.resolve(SHAPE.key(40)),
        StandardCopyOption.REPLACE_EXISTING);
    Path cut = lake.resolve(SHAPE.key(60));
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 7));
    return lake;
  }

  @Test
  void theFileIsReplacedAsAWholeAndLeavesNothingBesideIt() throws IOException {
    Path directory = temporary.resolve("deep/down");
    CheckFile file = new CheckFile(directory.resolve("state"));
    assertThat(file.read()).isEmpty();
    CheckState state =
        CheckState.begin(new CheckQuestion("lake", "network", 1, 2, 9, List.of("5:ab")));
    file.write(state);
    file.write(state);
    assertThat(file.read()).contains(state);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(directory.resolve("state"));
    }
    file.remove();
    assertThat(file.read()).isEmpty();
  }

  @MustBeClosed
  private static DataLake open(Path lake) {
    return DataLakes.open(LakeOptions.of(lake.toUri()).build(), new SystemTime());
  }
}
