package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdException;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damage as disks, power cuts and careless copies make it. */
class PackDamageTest {

  private static final LedgerRange RANGE = new LedgerRange(20_002, 20_141);

  private final MemoryPacks packs = new MemoryPacks();
  private final List<byte[]> frames = frames();
  private final byte[] pack = PackBytes.of(RANGE, frames);
  private final int recordsEnd = frames.stream().mapToInt(frame -> frame.length).sum();

  private static List<byte[]> frames() {
    Random random = new Random(99);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < RANGE.length(); i++) {
      byte[] item = new byte[1 + random.nextInt(8)];
      random.nextBytes(item);
      frames.add(GoldenPack.frame(item));
    }
    return frames;
  }

  @AfterEach
  void nothingStaysOpen() {
    packs.assertNothingIsOut();
  }

  @Test
  void theUndamagedPackOpens() {
    packs.put(pack);

    packs.open(RANGE);
  }

  @Test
  void everyFlippedBitBehindTheRecordsIsFoundOnOpen() {
    for (int bit = 8 * recordsEnd; bit < 8 * pack.length; bit++) {
      byte[] damaged = pack.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(damaged, "bit " + bit % 8 + " of byte " + bit / 8);
    }
  }

  @Test
  @Tag("exhaustive")
  void everyInvertedByteOfTheRecordsIsFoundByTheFramesOwnChecks() {
    for (int at = 0; at < recordsEnd; at++) {
      byte[] damaged = pack.clone();
      damaged[at] ^= (byte) 0xFF;
      packs.put(damaged);
      assertThat(damagedFrames()).as("byte %s", at).isEqualTo(1);
    }
  }

  private int damagedFrames() {
    int damaged = 0;
    try (LedgerPack open = packs.packs().open(MemoryPacks.CHUNK, RANGE);
        FrameCursor cursor = open.scan(RANGE)) {
      while (cursor.next()) {
        try {
          GoldenPacksTest.decode(cursor.borrowedFrame());
        } catch (ZstdException | NegativeArraySizeException e) {
          damaged++;
        }
      }
    }
    return damaged;
  }

  @Test
  void aPackCutOffAnywhereIsFoundOnOpen() {
    for (int length = 0; length < pack.length; length++) {
      assertRefused(Arrays.copyOf(pack, length), "cut to " + length);
    }
  }

  @Test
  void aPackWhoseTailIsZerosAfterAPowerCutIsFoundOnOpen() {
    for (int from = 0; from < pack.length; from++) {
      byte[] damaged = pack.clone();
      Arrays.fill(damaged, from, pack.length, (byte) 0);
      assertRefused(damaged, "zeros from " + from);
    }
  }

  @Test
  void aPackWithAnythingBehindItIsFoundOnOpen() {
    for (int extra = 1; extra < 100; extra++) {
      assertRefused(Arrays.copyOf(pack, pack.length + extra), extra + " zeros more");
    }
    byte[] twice = Arrays.copyOf(pack, 2 * pack.length);
    System.arraycopy(pack, 0, twice, pack.length, pack.length);
    assertRefused(twice, "twice");
  }

  @Test
  void aPackOfAnotherChunkUnderThisNameIsRefusedAsSoundButOther() {
    packs.put(PackBytes.of(new LedgerRange(30_002, 30_141), frames));

    assertThatExceptionOfType(CorruptArtifact.class)
        .isThrownBy(() -> packs.open(RANGE))
        .satisfies(
            failure -> {
              assertThat(failure.damage()).isEqualTo(Damage.OTHER);
              assertThat(failure.check()).isEqualTo("first ledger");
              assertThat(failure.expected()).isEqualTo("20002");
              assertThat(failure.found()).isEqualTo("30002");
            });
  }

  private void assertRefused(byte[] damaged, String what) {
    packs.put(damaged);
    assertThatExceptionOfType(CorruptArtifact.class)
        .as(what)
        .isThrownBy(() -> packs.open(RANGE))
        .satisfies(failure -> assertThat(failure.getMessage()).contains(packs.path().toString()));
    assertThat(packs.inspector().inspect(packs.path()).orElseThrow().checks()).isNotEmpty();
  }
}
