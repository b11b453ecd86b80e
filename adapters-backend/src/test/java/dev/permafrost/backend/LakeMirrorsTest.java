package dev.permafrost.backend;

import static dev.permafrost.backend.LakeLab.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Range;
import dev.permafrost.backend.lake.Mirrors;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.MirrorsDiffer;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one address of a lake cannot give is taken from the next, and nothing else changes. */
class LakeMirrorsTest {

  private static final LedgerForge FORGE = LedgerForge.small(31);
  private static final LedgerRange HELD = new LedgerRange(2, 121);
  private static final List<byte[]> LEDGERS = LakeLab.raw(FORGE.ledgers(HELD));
  private static final LakeShape ONE = LakeLab.shape(1, 64_000);
  private static final LakeShape TWO = new LakeShape(LakeLab.NETWORK, 1, 7, "zstd");

  @TempDir Path directory;
  private LakeLab lab = new LakeLab(Path.of("unused"));
  private final List<String> remarks = Collections.synchronizedList(new ArrayList<>());
  private Path firstFiles = Path.of("unused");
  private Path secondFiles = Path.of("unused");

  @BeforeEach
  void write() {
    lab = new LakeLab(directory);
    firstFiles = lab.write("first", ONE, LEDGERS);
    secondFiles = lab.write("second", TWO, LEDGERS);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private LakeServer first() {
    return lab.serve(firstFiles, Listing.OFF);
  }

  private LakeServer second() {
    return lab.serve(secondFiles, Listing.OBJECTS);
  }

  private void assertReadsAll(DataLake lake) {
    assertThat(LakeLab.read(lake, HELD.first(), HELD.last()))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(LEDGERS);
  }

  @Test
  void aMirrorThatIsWellIsAskedAlone() {
    LakeServer first = first();
    LakeServer second = second();
    DataLake lake = lab.openMirrors(remarks, first.uri(), second.uri());
    assertReadsAll(lake);
    assertThat(second.requests().count(request -> request.key().contains(".xdr"))).isLessThan(3);
    assertThat(second.requests().count("GET", TWO.key(50))).isZero();
    assertThat(remarks).isEmpty();
    assertThat(lake.location()).isEqualTo(first.uri() + ", " + second.uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"missing", "flipped", "cut", "mislabelled", "other chain", "403", "500", "404"})
  void anObjectThatAMirrorCannotGiveIsTakenFromTheNext(String trouble) throws IOException {
    LakeServer first = first();
    LakeServer second = second();
    for (long sequence : new long[] {2, 50, 51, 90, 121}) {
      spoil(first, sequence, trouble);
    }
    DataLake lake = lab.openMirrors(remarks, first.uri(), second.uri());

    assertReadsAll(lake);

    assertThat(remarks).as("said once").hasSize(1);
    assertThat(remarks.get(0)).contains("mirror " + first.uri() + ": ");
    assertThat(second.requests().count("GET", TWO.key(50))).isEqualTo(1);
  }

  private void spoil(LakeServer server, long sequence, String trouble) throws IOException {
    Path object = firstFiles.resolve(ONE.key(sequence));
    switch (trouble) {
      case "missing" -> Files.delete(object);
      case "flipped" -> {
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 4;
        Files.write(object, bytes);
      }
      case "cut" -> server.faults().always(ONE.key(sequence), new Fault.Cut(30));
      case "mislabelled" ->
          Files.copy(secondFiles.resolve(TWO.key(60)), object, StandardCopyOption.REPLACE_EXISTING);
      case "other chain" -> {
        byte[] other =
            LedgerForge.small(32).ledgers(new LedgerRange(sequence, sequence)).get(0).toBytes();
        if (sequence > HELD.first()) { // There is no record of the first one of a stream.
          Files.write(object, LakeLab.frame(LakeLab.batch(sequence, sequence, 1, List.of(other))));
        }
      }
      default -> server.faults().always(ONE.key(sequence), Fault.status(Integer.parseInt(trouble)));
    }
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,true", "true,true"})
  void eachOfTwoMirrorsMayHaveHolesAndTogetherTheyHaveNone(boolean odd, boolean even)
      throws IOException {
    for (long sequence = HELD.first(); sequence <= HELD.last(); sequence++) {
      if (sequence % 2 == 1 ? odd : even) {
        Files.delete(
            (sequence % 2 == 1 ? firstFiles : secondFiles)
                .resolve((sequence % 2 == 1 ? ONE : TWO).key(sequence)));
      }
    }
    DataLake lake = lab.openMirrors(remarks, first().uri(), second().uri());
    assertReadsAll(lake);
    assertThat(lake.missing(HELD, MINUTE, CancelToken.NEVER).isEmpty()).isTrue();
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(121);
    assertThat(lake.covers(120, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(lake.covers(121, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(lake.covers(122, MINUTE, CancelToken.NEVER)).isFalse();
  }

  @Test
  void aHoleIsToldOnlyWhereNoMirrorHasTheObject() throws IOException {
    Files.delete(firstFiles.resolve(ONE.key(40)));
    Files.delete(firstFiles.resolve(ONE.key(50)));
    Files.delete(secondFiles.resolve(TWO.key(50)));
    DataLake lake = lab.openMirrors(remarks, first().uri(), second().uri());
    assertThat(LakeLab.read(lake, 2, 49)).hasSize(48);
    assertThatThrownBy(() -> LakeLab.read(lake, 2, 60))
        .isInstanceOf(LakeGap.class)
        .hasMessageContaining(ONE.key(50))
        .hasMessageContaining("goes on to ledger 121");
    assertThat(lake.missing(HELD, MINUTE, CancelToken.NEVER).asRanges())
        .containsExactly(Range.closedOpen(50L, 51L));
  }

  @Test
  void whatOneMirrorHasNotAndTheOtherCannotGiveIsNoHole() throws IOException {
    Files.delete(secondFiles.resolve(TWO.key(50)));
    LakeServer first = first();
    LakeServer second = second();
    first.faults().onGet(ONE.key(50), Fault.status(500), Fault.status(500), Fault.status(500));
    first.faults().always(ONE.key(51), Fault.status(401));
    DataLake lake = lab.openMirrors(remarks, first.uri(), second.uri());
    assertThatThrownBy(() -> LakeLab.read(lake, 50, 50))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining(ONE.key(50))
        .hasMessageContaining("status 500");
    assertThat(LakeLab.read(lake, 50, 50)).as("once it is well again").hasSize(1);
    Files.delete(secondFiles.resolve(TWO.key(51)));
    assertThatThrownBy(() -> LakeLab.read(lake, 51, 51)).isInstanceOf(LakeForbidden.class);
  }

  @Test
  void whatAllMirrorsHaveDamagedIsDamageOfTheFirst() throws IOException {
    Files.write(firstFiles.resolve(ONE.key(50)), new byte[] {1, 2, 3});
    Files.write(secondFiles.resolve(TWO.key(50)), new byte[] {4, 5, 6});
    DataLake lake = lab.openMirrors(remarks, first().uri(), second().uri());
    assertThatThrownBy(() -> LakeLab.read(lake, 45, 60))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining(ONE.key(50))
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(other -> assertThat(other).hasMessageContaining(TWO.key(50))));
  }

  @Test
  void theTipIsTheHighestOfAllAndWhatNobodyHasIsNotThereYet() throws IOException {
    for (long sequence = 100; sequence <= 121; sequence++) {
      Files.delete(firstFiles.resolve(ONE.key(sequence)));
    }
    for (long sequence = 2; sequence < 60; sequence++) {
      Files.delete(secondFiles.resolve(TWO.key(sequence)));
    }
    DataLake lake = lab.openMirrors(remarks, first().uri(), second().uri());
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(121);
    assertReadsAll(lake);
    LakeSurvey survey = lake.survey(MINUTE, CancelToken.NEVER);
    assertThat(survey.first()).hasValue(2);
    assertThat(survey.tip()).hasValue(121);
    assertThatThrownBy(() -> LakeLab.read(lake, 120, 125))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("the lake's tip is 121");
  }

  @Test
  void aMirrorThatIsDownIsGivenUpOnceAndTheOthersGoOn() {
    LakeServer first = first();
    LakeServer second = second();
    DataLake lake = lab.openMirrors(remarks, first.uri(), second.uri());
    assertThat(LakeLab.read(lake, 2, 5)).hasSize(4);
    first.close();
    assertReadsAll(lake);
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(121);
    assertThat(lake.covers(60, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(lake.covers(160, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(remarks).hasSize(1);
  }

  @Test
  void aMirrorThatDoesNotDeliverIsSoonAskedLast() {
    LakeServer first = first();
    DataLake lake = lab.openMirrors(remarks, first.uri(), second().uri());
    assertThat(lake.network(CancelToken.NEVER)).isEqualTo(LakeLab.NETWORK);
    first.faults().always(request -> request.method().equals("GET"), Fault.status(500));
    assertReadsAll(lake);
    // Three times each of the 120 would be 360; concurrent requests are tried to their end.
    assertThat(first.requests().count("GET")).isLessThanOrEqualTo(3 * 96 + 1);
    assertThat(remarks).hasSize(1);
  }

  @Test
  void aMirrorThatWasDownFromTheBeginningIsLeftOut() {
    LakeServer first = first();
    URI address = first.uri();
    first.close();
    DataLake lake = lab.openMirrors(remarks, address, second().uri());
    assertThat(lake.network(CancelToken.NEVER)).isEqualTo(LakeLab.NETWORK);
    assertReadsAll(lake);
    assertThat(remarks).hasSize(1);
    assertThat(remarks.get(0)).contains("mirror " + address);
  }

  @Test
  void whereAMirrorCannotBeAskedAHoleOfTheOthersIsNotToldAsOne() throws IOException {
    LakeServer first = first();
    URI address = first.uri();
    first.close();
    Files.delete(secondFiles.resolve(TWO.key(50)));
    DataLake lake = lab.openMirrors(remarks, address, second().uri());
    assertThatThrownBy(() -> LakeLab.read(lake, 45, 60))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("at no mirror that answers");
    assertThatThrownBy(() -> lake.missing(HELD, MINUTE, CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class);
    assertThat(lake.missing(new LedgerRange(60, 80), MINUTE, CancelToken.NEVER).isEmpty()).isTrue();
  }

  @Test
  void mirrorsAreOfOneNetworkAndCutAlikeBeforeAnythingIsRead() {
    Path foreign = lab.write("foreign", new LakeShape("Elsewhere", 1, 64_000, "zst"), List.of());
    Path cut = lab.write("cut", LakeLab.shape(8, 64_000), List.of());
    LakeServer first = first();
    DataLake networks = lab.openMirrors(remarks, first.uri(), foreign.toUri());
    assertThatThrownBy(() -> networks.covers(50, MINUTE, CancelToken.NEVER))
        .isInstanceOf(WrongNetwork.class);
    assertThatThrownBy(() -> networks.network(CancelToken.NEVER)).isInstanceOf(WrongNetwork.class);
    DataLake cuts = lab.openMirrors(remarks, first.uri(), cut.toUri());
    assertThatThrownBy(() -> LakeLab.read(cuts, 50, 60))
        .isInstanceOf(MirrorsDiffer.class)
        .hasMessageContaining("1 ledgers an object")
        .hasMessageContaining("has 8");
    assertThat(first.requests().count(request -> request.key().contains(".xdr"))).isZero();
  }

  @Test
  void objectsOfManyLedgersAreTakenFromAnotherMirrorBeforeTheFirstOfThemIsLent()
      throws IOException {
    LakeShape eight = LakeLab.shape(8, 3);
    LakeShape flat = LakeLab.shape(8, 1);
    Path one = lab.write("eight", eight, LEDGERS.subList(6, 118));
    Path two = lab.write("flat", flat, LEDGERS.subList(6, 118));
    Path object = one.resolve(eight.key(40));
    byte[] bytes = Files.readAllBytes(object);
    Files.write(object, Arrays.copyOf(bytes, bytes.length - 40));
    Files.delete(one.resolve(eight.key(80)));
    DataLake lake = lab.openMirrors(remarks, one.toUri(), two.toUri());
    assertThat(LakeLab.read(lake, 10, 119))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(LEDGERS.subList(8, 118));
  }

  @Test
  void aWalkFindsAnObjectSoundIfAnyMirrorHasItSound() throws IOException {
    Files.delete(firstFiles.resolve(ONE.key(40)));
    Files.write(firstFiles.resolve(ONE.key(45)), new byte[] {1, 2, 3});
    Files.delete(firstFiles.resolve(ONE.key(50)));
    Files.delete(secondFiles.resolve(TWO.key(50)));
    Files.write(firstFiles.resolve(ONE.key(55)), new byte[] {1, 2, 3});
    Files.delete(secondFiles.resolve(TWO.key(55)));
    DataLake lake = lab.openMirrors(remarks, first().uri(), second().uri());
    List<String> found = new ArrayList<>();
    List<Long> seen = new ArrayList<>();
    try (ObjectWalk walk = lake.walk(HELD, CancelToken.NEVER)) {
      while (walk.next()) {
        seen.add(walk.named().first());
        if (walk.state() != ObjectWalk.State.SOUND) {
          found.add(walk.named() + " " + walk.state());
        } else {
          assertThat(walk.front(walk.ledgers().first()).sequence()).isEqualTo(walk.named().first());
        }
      }
    }
    assertThat(found).containsExactly("50-50 MISSING", "55-55 DAMAGED");
    assertThat(seen).isEqualTo(LongStream.rangeClosed(2, 121).boxed().toList());
  }

  @Test
  void aQuestionIsNotSpentOnTheFirstMirror() {
    TimeSource stopped =
        new TimeSource() {
          @Override
          public long nanoTime() {
            return 7;
          }

          @Override
          public void pause(Duration howLong, CancelToken cancel) {
            throw new AssertionError("nothing is waited for");
          }
        };
    Deadline deadline = Deadline.within(Duration.ofMinutes(5), stopped, CancelToken.NEVER);
    assertThat(deadline.share(2, Mirrors.PATIENCE).leftNanos())
        .isEqualTo(Mirrors.PATIENCE.toNanos());
    assertThat(deadline.share(3, Deadline.LONGEST).leftNanos())
        .isEqualTo(Duration.ofSeconds(100).toNanos());
    assertThat(deadline.share(1, Mirrors.PATIENCE).leftNanos())
        .isEqualTo(Duration.ofMinutes(5).toNanos());
  }

  @Test
  void theRepetitionsOfAWalkAreCountedAnewForEachTenThousandLedgers() {
    LakeShape large = LakeLab.shape(2_000, 10);
    Path files = directory.resolve("large");
    LakeForge.into(files, large).forge(FORGE, new LedgerRange(2_000, 25_999));
    LakeServer server = lab.serve(files, Listing.OFF);
    for (long sequence = 2_000; sequence < 26_000; sequence += 2_000) {
      server.faults().onGet(large.key(sequence), Fault.status(503));
    }
    // Nothing is fetched ahead, so that each budget meets its own objects.
    DataLake lake = lab.open(server.uri(), options -> options.prefetchBytes(0).retriesPerStream(6));
    List<String> unread = new ArrayList<>();
    try (ObjectWalk walk = lake.walk(new LedgerRange(2_000, 25_999), CancelToken.NEVER)) {
      while (walk.next()) {
        if (walk.state() != ObjectWalk.State.SOUND) {
          unread.add(walk.named() + " " + walk.state());
        }
      }
    }
    assertThat(unread).isEmpty();
  }
}
