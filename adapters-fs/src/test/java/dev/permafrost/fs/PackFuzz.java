package dev.permafrost.fs;

import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Any bytes as a pack: opened as one of ledgers, read by point and by scan, and inspected.
 *
 * <p>An input is the pack's bytes and a last byte: if that is odd, the checksums are made right, so
 * that the search is not stopped by them.
 */
public final class PackFuzz implements FuzzTarget {

  private static final LedgerRange RANGE = new LedgerRange(2, 4);

  private final MemoryPacks packs = new MemoryPacks();
  private final CodecSession codec = new ZstdSession();

  /** Makes the target, with nothing in memory yet. */
  public PackFuzz() {}

  @Override
  public List<byte[]> seeds() {
    byte[] sound = small(1, 2, 3);
    byte[] uneven = small(700, 1, 40_000);
    byte[] several =
        PackBytes.withTrailer(sound, trailer -> trailer.putInt(8, 0).putInt(16, 6).putInt(20, 2));
    byte[] hashed =
        PackBytes.withTrailer(sound, trailer -> trailer.put(5, (byte) 1).put(36, (byte) 7));
    return List.of(
        input(sound, 0),
        input(sound, 1),
        input(uneven, 1),
        input(several, 1),
        input(hashed, 1),
        input(GoldenPack.resource("older/tiny-3.4-bytes.pack"), 1),
        input(GoldenPack.resource("newer/tiny-3.42-bytes.pack"), 1),
        input(GoldenPack.resource("newer/tiny-3.42-bytes-tables.pack"), 1),
        input(GoldenPack.resource("damaged/record-checksum-flag.pack"), 1));
  }

  private static byte[] small(int... itemBytes) {
    return PackBytes.of(
        RANGE,
        Arrays.stream(itemBytes).mapToObj(bytes -> GoldenPack.frame(new byte[bytes])).toList());
  }

  private static byte[] input(byte[] pack, int last) {
    byte[] input = Arrays.copyOf(pack, pack.length + 1);
    input[pack.length] = (byte) last;
    return input;
  }

  @Override
  public void give(byte[] input) {
    byte[] pack = Arrays.copyOf(input, Math.max(0, input.length - 1));
    if (input.length > 0 && (input[input.length - 1] & 1) != 0) {
      PackBytes.repairChecksums(pack);
    }
    packs.put(pack);
    boolean isOpened = readAll();
    PackInspection inspection = packs.inspector().inspectWhole(packs.path(), codec).orElseThrow();
    require(!inspection.checks().isEmpty(), "no check was made");
    if (!isOpened && inspection.isSound()) {
      requireOther(inspection);
    }
    require(packs.vfs().openFiles() == 0, "a file stays open");
    packs.vfs().forgetOperations();
  }

  /** A sound pack that was refused must be of other ledgers, or of something else. */
  private static void requireOther(PackInspection sound) {
    boolean isOfLedgers = sound.trailer().orElseThrow().format() == PackFormat.LEDGERS;
    boolean isOfTheRange =
        sound.trailer().orElseThrow().itemCount() == RANGE.length()
            && sound.appData().orElseThrow().firstSequence().equals(OptionalLong.of(RANGE.first()));
    require(!isOfLedgers || !isOfTheRange, "a sound pack of the range was refused");
  }

  private boolean readAll() {
    try (LedgerPack pack = packs.packs().open(MemoryPacks.CHUNK, RANGE);
        FrameCursor cursor = pack.scan(pack.range())) {
      long bytes = 0;
      for (long sequence = RANGE.first(); cursor.next(); sequence++) {
        require(cursor.sequence() == sequence, "the scan is at another ledger");
        ByteBuffer scanned = cursor.borrowedFrame();
        bytes += scanned.remaining();
        require(pack.withFrame(sequence, scanned::equals), "scan and point differ");
      }
      require(bytes < pack.sizeBytes(), "more bytes than the file has");
      return true;
    } catch (CorruptArtifact declared) {
      return false;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
