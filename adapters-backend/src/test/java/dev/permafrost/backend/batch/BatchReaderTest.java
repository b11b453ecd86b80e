package dev.permafrost.backend.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.permafrost.backend.LakeLab;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.NetworkHistory;
import dev.permafrost.forge.ValueArm;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.ledger.RealLedgers;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of one and of several ledgers, sound and damaged. */
class BatchReaderTest {

  private final BatchReader reader = BatchReader.open();

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void realLedgersBatchedByEightAreSplitIntoTheSameBytes() {
    List<byte[]> ledgers = RealLedgers.core();
    for (long first = RealLedgers.CORE_FIRST; first + 7 <= 10_077; first += 8) {
      int from = (int) (first - RealLedgers.CORE_FIRST);
      List<byte[]> batch = ledgers.subList(from, from + 8);
      assertSplit(batch, first, new ObjectBounds(first, first + 7));
    }
  }

  @Test
  void realLedgersOfVersionOneAreSplitToo() {
    assertSplit(RealLedgers.testnet(), 997, new ObjectBounds(997, 999));
  }

  @Test
  void forgedLedgersAreSplitWhateverTheirVersionAndNumber() {
    for (int version : new int[] {1, 2}) {
      for (int count : new int[] {2, 8, 64, 65, 300}) {
        List<byte[]> ledgers = forged(version, 600, count);
        assertSplit(ledgers, 600, new ObjectBounds(600, 600 + count - 1));
      }
    }
  }

  @Test
  void manyLedgersThatAreOnlyPromisedTakeNoMemory() {
    byte[] frame = LakeLab.frame(LakeLab.batch(8, 1_000_007, 1_000_000, forged(2, 8, 2)));
    ObjectBounds bounds = new ObjectBounds(8, 1_000_007);
    assertThatThrownBy(() -> beginFrame(frame, bounds)).hasMessageContaining("only 2 are linked");
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> beginFrame(frame, bounds)).isInstanceOf(LakeDamage.class);
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(2 << 20);
  }

  @Test
  void ledgersLargerThanTheScannersWindowAreSplit() {
    List<byte[]> ledgers = new ArrayList<>(forged(2, 8, 4));
    Random random = new Random(7);
    for (int i = 0; i < ledgers.size(); i++) {
      byte[] tail = new byte[700_000 + 400_004 * i];
      random.nextBytes(tail);
      ledgers.set(i, join(ledgers.get(i), tail));
    }
    assertSplit(ledgers, 8, new ObjectBounds(8, 11));
  }

  @Test
  void aBorderAtEveryPlaceAroundTheWindowsEndIsFound() {
    List<byte[]> two = forged(1, 8, 2);
    int window = 1 << 20;
    for (int distance = -4200; distance <= 200; distance += 20) {
      int padding = window + distance - two.get(0).length;
      List<byte[]> ledgers = List.of(join(two.get(0), new byte[padding & ~3]), two.get(1));
      assertSplit(ledgers, 8, new ObjectBounds(8, 9));
    }
  }

  @Test
  void aLaterVersionWithoutExtensionIsNotTakenForVersionZeroFourBytesFurther() {
    // Version 2 without an extension: its empty extension reads as the discriminant of version 0.
    List<byte[]> ledgers = forged(2, 16, 3);
    assertThat(LedgerFront.parse(ByteBuffer.wrap(ledgers.get(1))).headerOffset()).isEqualTo(40);
    ByteBuffer shifted = ByteBuffer.wrap(ledgers.get(1)).position(4).slice();
    LedgerFront deceiving = LedgerFront.parse(shifted);
    assertThat(deceiving.metaVersion()).isZero();
    assertThat(deceiving.computeHash(shifted)).isEqualTo(deceiving.hash());

    assertSplit(ledgers, 16, new ObjectBounds(16, 18));
  }

  @Test
  void protocolTwentyIsNotTakenForVersionZeroEvenBehindALedgerOfVersionZero() {
    List<byte[]> ledgers = new ArrayList<>(forged(2, 16, 3));
    ledgers.set(0, asVersionZero(ledgers.get(0)));
    assertThat(LedgerFront.parse(ByteBuffer.wrap(ledgers.get(1))).protocolVersion())
        .isGreaterThanOrEqualTo(20);
    assertSplit(ledgers, 16, new ObjectBounds(16, 18));
  }

  @Test
  void aVersionThatGoesDownIsDamage() {
    // A version 2 of protocol 19 would have a version 0 behind it, four bytes into the next one.
    LedgerForge forge = LedgerForge.grownFrom(withProtocol(forged(2, 16, 1).get(0), 19), 5);
    assertDamage(LakeLab.raw(forge.ledgers(new LedgerRange(16, 18))), 16, "only 1 are linked");
  }

  @Test
  void theLedgerThatUpgradesMayStandAnywhereInItsObject() {
    for (int upgrade = 16; upgrade <= 24; upgrade++) {
      NetworkHistory history =
          NetworkHistory.beginningWith(0)
              .upgradedTo(20, upgrade)
              .upgradedTo(22, upgrade + 2)
              .upgradedTo(23, upgrade + 4)
              .upgradedTo(28, upgrade + 6);
      for (int first = 8; first <= 32; first += 8) {
        assertSplit(shaped(history, first, 8), first, new ObjectBounds(first, first + 7));
      }
    }
  }

  @Test
  void aNetworkThatGoesFromTheFirstProtocolToTheNewestIsSplitThoughVersionOneNeverCame() {
    NetworkHistory history = NetworkHistory.beginningWith(0).upgradedTo(27, 19);
    assertSplit(shaped(history, 16, 8), 16, new ObjectBounds(16, 23));
  }

  @Test
  void aLedgerOfAnotherVersionThanTheProtocolBeforeItSaysIsNoBorder() {
    NetworkHistory history = NetworkHistory.beginningWith(19).upgradedTo(20, 18);
    assertSplit(shaped(history, 16, 8), 16, new ObjectBounds(16, 23));
    assertDamage(shaped(history.ofMetaVersion(1, 17), 16, 8), 16, "only 1 are linked");
    assertDamage(shaped(history.ofMetaVersion(2, 19), 16, 8), 16, "only 3 are linked");
  }

  @Test
  void ledgersWithADroppedSetAreSplit() {
    NetworkHistory history = NetworkHistory.beginningWith(28);
    for (long sequence = 16; sequence < 24; sequence += 2) {
      history = history.valued(ValueArm.EMPTY_TX_SET, sequence);
    }
    assertSplit(shaped(history, 16, 8), 16, new ObjectBounds(16, 23));
  }

  /** What this build does not know yet. */
  @Nested
  final class UnknownShapes {

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 2048})
    void anArmThatNobodyHasDefinedIsTakenWhereverItStands(int armBytes) {
      for (int at = 16; at < 24; at++) {
        NetworkHistory history =
            NetworkHistory.beginningWith(28).valued(ValueArm.unknown(3, armBytes), at);
        assertSplit(shaped(history, 16, 8), 16, new ObjectBounds(16, 23));
        assertThat(reader.front(at - 16).unknownShape()).isPresent();
        assertSplit(shaped(history, at, 1), at, new ObjectBounds(at, at));
        assertThat(reader.front(0).unknownShape()).isPresent();
      }
    }

    @Test
    void everyOneOf64LedgersMayHaveSuchAnArmAndNoMore() {
      NetworkHistory history = NetworkHistory.beginningWith(28);
      for (long sequence = 64; sequence < 129; sequence++) {
        history = history.valued(ValueArm.unknown(5, 100), sequence);
      }
      assertSplit(shaped(history, 64, 64), 64, new ObjectBounds(64, 127));
      assertDamage(shaped(history, 64, 65), 64, "64 places could be the end of a header");
    }

    @Test
    void aVersionThatNobodyHasDefinedIsTakenWhereTheLedgersBeginningIsNoGuess() {
      NetworkHistory history = NetworkHistory.beginningWith(28).ofMetaVersion(3, 16);
      assertSplit(shaped(history, 16, 1), 16, new ObjectBounds(16, 16));
      assertThat(reader.front(0).metaVersion()).isEqualTo(3);
      List<byte[]> several = shaped(history, 16, 8);
      assertUnsupported(several, 16, "its first ledger has LedgerCloseMeta version 3");
      assertDamage(shaped(history, 15, 8), 15, "only 1 are linked");
    }

    @Test
    void anArmWhoseHashHoldsAtNoLengthIsUnsupportedInFrontAndNoBorderBehind() {
      NetworkHistory history =
          NetworkHistory.beginningWith(28)
              .valued(ValueArm.unknown(3, 2052), 16)
              .valued(ValueArm.unknown(3, 2052), 18);
      assertUnsupported(shaped(history, 16, 1), 16, "StellarValue.ext");
      assertUnsupported(shaped(history, 16, 8), 16, "StellarValue.ext");
      assertDamage(shaped(history, 17, 8), 17, "only 1 are linked");
    }

    @Test
    void aPlantedHeaderWithSuchAnArmIsDamageAsAnyOther() {
      NetworkHistory history = NetworkHistory.beginningWith(28);
      NetworkHistory other = history.valued(ValueArm.unknown(3, 8), 17);
      List<byte[]> ledgers = new ArrayList<>(shaped(history, 16, 8));
      byte[] planted = shaped(other, 16, 2).get(1);
      ledgers.set(3, join(ledgers.get(3), planted));
      assertDamage(ledgers, 16, "two places could be the beginning of ledger 17");
    }

    @Test
    void manyPlantedArmsAreDamageAfter64HashesAndNoLongSearch() {
      NetworkHistory history = NetworkHistory.beginningWith(28);
      List<byte[]> ledgers = new ArrayList<>(shaped(history, 16, 8));
      byte[] planted = shaped(history.valued(ValueArm.unknown(3, 8), 17), 16, 2).get(1);
      int txSetHash = LedgerFront.read(ByteBuffer.wrap(planted), 17).headerOffset() + 4 + 32;
      planted[txSetHash] ^= 1;
      byte[] many = new byte[0];
      for (int i = 0; i < 65; i++) {
        many = join(many, planted);
      }
      ledgers.set(3, join(ledgers.get(3), many));
      assertDamage(ledgers, 16, "64 places could be the end of a header");
    }

    private void assertUnsupported(List<byte[]> ledgers, long first, String... parts) {
      long last = first + ledgers.size() - 1;
      assertThatThrownBy(
              () -> {
                begin(
                    LakeLab.batch(first, last, ledgers.size(), ledgers),
                    new ObjectBounds(first, last));
                reader.checkHeaders();
              })
          .isInstanceOf(UnsupportedLedgerVersion.class)
          .hasMessageContainingAll(parts);
    }
  }

  private static List<byte[]> shaped(NetworkHistory history, long first, int count) {
    LedgerForge forge = LedgerForge.shaped(21, history);
    return LakeLab.raw(forge.ledgers(new LedgerRange(first, first + count - 1)));
  }

  @Test
  void aCopyOfAHeaderThatDoesNotHashOrIsOfAnotherSequenceIsNoBorder() {
    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 3));
    LedgerFront front = LedgerFront.parse(ByteBuffer.wrap(ledgers.get(1)));
    byte[] unsound = Arrays.copyOf(ledgers.get(1), 800);
    unsound[front.headerOffset() + 4 + 32] ^= 1;
    byte[] other = Arrays.copyOf(ledgers.get(1), 800);
    int sequenceOffset = sequenceOffset(other, 17);
    ByteBuffer.wrap(other).putInt(sequenceOffset, 19);
    rehash(ByteBuffer.wrap(other), front.headerOffset());
    assertThat(LedgerFront.parse(ByteBuffer.wrap(other)).sequence()).isEqualTo(19);

    ledgers.set(0, join(join(ledgers.get(0), unsound), other));
    ledgers.set(2, join(join(ledgers.get(2), other), unsound));
    assertSplit(ledgers, 16, new ObjectBounds(16, 18));
  }

  @Test
  void ledgersOfVersionZeroAreSplitAlsoWhereTheirTailsLookLikeALaterVersion() {
    byte[] template = withProtocol(asVersionZero(forged(2, 16, 1).get(0)), 19);
    LedgerForge forge = LedgerForge.grownFrom(template, 5);
    List<byte[]> ledgers = new ArrayList<>(LakeLab.raw(forge.ledgers(new LedgerRange(16, 18))));
    assertThat(LedgerFront.parse(ByteBuffer.wrap(ledgers.get(2))).metaVersion()).isZero();
    assertSplit(ledgers, 16, new ObjectBounds(16, 18));

    ledgers.set(0, join(ledgers.get(0), new byte[] {0, 0, 0, 1}));
    assertSplit(ledgers, 16, new ObjectBounds(16, 18));
  }

  @Test
  void aBorderPlantedInsideALedgerIsDamage() {
    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 3));
    byte[] planted = Arrays.copyOf(ledgers.get(1), 800);
    ledgers.set(0, join(ledgers.get(0), planted));
    assertDamage(ledgers, 16, "two places could be the beginning of ledger 17");
  }

  @Test
  void aSecondBorderFarBehindTheFirstIsDamageBeforeAnythingIsLent() {
    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 8));
    byte[] planted = Arrays.copyOf(ledgers.get(1), 800);
    ledgers.set(7, join(join(ledgers.get(7), new byte[1 << 21]), planted));
    assertDamage(ledgers, 16, "two places could be the beginning of ledger 17");
  }

  @Test
  void realLedgersWithAPlantedBorderAreDamage() {
    List<byte[]> ledgers = new ArrayList<>(RealLedgers.core().subList(0, 8));
    byte[] planted = Arrays.copyOf(ledgers.get(1), 800);
    ledgers.set(0, join(ledgers.get(0), planted));
    assertDamage(ledgers, RealLedgers.CORE_FIRST, "two places could be the beginning");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void anotherNumberOfLedgersThanTheBatchSaysIsDamage(int held) {
    List<byte[]> ledgers = forged(1, 16, held);
    String expected = held == 2 ? "only 2 are linked" : "more ledgers follow";
    assertThatThrownBy(() -> begin(LakeLab.batch(16, 18, 3, ledgers), new ObjectBounds(16, 18)))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aLedgerThatDoesNotLinkIsDamage() {
    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 3));
    ledgers.set(1, LakeLab.raw(LedgerForge.small(99).ledgers(new LedgerRange(17, 17))).get(0));
    assertDamage(ledgers, 16, "only 1 are linked to each other");
  }

  @Test
  void aFirstLedgerOfAnotherSequenceIsDamage() {
    assertDamage(forged(1, 24, 2), 16, "ledger 24", "ledger 16 is due");
  }

  @Test
  void anUnknownVersionIsNotDamage() {
    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 2));
    byte[] unknown = ledgers.get(0).clone();
    unknown[3] = 16;
    ledgers.set(0, unknown);
    assertThatThrownBy(() -> begin(LakeLab.batch(16, 17, 2, ledgers), new ObjectBounds(16, 17)))
        .isInstanceOf(UnsupportedLedgerVersion.class)
        .hasMessageContaining("LedgerCloseMeta at byte 0 is 16");
  }

  @ParameterizedTest
  @CsvSource({
    "16,23,8,24,31", // an object under another's key
    "16,22,7,16,23", // shorter than its key says
    "16,23,7,16,23", // a number that does not fit
    "16,23,9,16,23",
    "17,23,7,16,23", // begins later, and not at the lake's beginning
    "23,16,8,16,23", // upside down
    "0,7,8,8,15",
  })
  void aBatchThatIsNotWhatItsKeySaysIsDamage(long start, long end, long n, long first, long last) {
    byte[] batch = LakeLab.batch(start, end, n, forged(1, 16, 8));
    assertThatThrownBy(() -> begin(batch, new ObjectBounds(first, last)))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("it says that it holds");
  }

  @Test
  void theFirstObjectOfALakeMayBeginLaterThanItsKey() {
    List<byte[]> ledgers = forged(1, 3, 5);
    begin(LakeLab.batch(3, 7, 5, ledgers), new ObjectBounds(0, 7));
    assertThat(reader.nextSequence()).isEqualTo(3);
    assertLent(ledgers);
  }

  @Test
  void anObjectOfOneLedgerIsItsWholeRest() {
    byte[] large = new byte[3 << 20];
    new Random(3).nextBytes(large);
    begin(LakeLab.batch(5, 5, 1, List.of(large)), new ObjectBounds(5, 5));
    assertLent(List.of(large));

    byte[] small = forged(1, 5, 1).get(0);
    begin(LakeLab.batch(5, 5, 1, List.of(small)), new ObjectBounds(5, 5));
    assertLent(List.of(small));
  }

  @Test
  void aLedgerOfExactlyTheLargestSizeIsLentAndABombOfMoreIsDamage() {
    byte[] largest = new byte[LedgerFront.MAX_LEDGER_BYTES];
    begin(LakeLab.batch(5, 5, 1, List.of(largest)), new ObjectBounds(5, 5));
    assertThat(reader.next()).isTrue();
    assertThat(reader.borrowedRaw().remaining()).isEqualTo(largest.length);

    byte[] tooLarge = new byte[LedgerFront.MAX_LEDGER_BYTES + 1];
    byte[] bomb = LakeLab.frame(LakeLab.batch(5, 5, 1, List.of(tooLarge)));
    assertThat(bomb.length).as("a bomb: small on its way").isLessThan(1 << 14);
    assertThatThrownBy(() -> beginFrame(bomb, new ObjectBounds(5, 5)))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("more than 67108864 bytes");
  }

  /** It may be a ledger of a newer network as well as damage: its own bytes are sound so far. */
  @Test
  void aLedgerAboveTheSizeLimitIsSaidToBeThatAndIsNoDamage() {
    byte[] tooLarge = join(forged(1, 5, 1).get(0), new byte[LedgerFront.MAX_LEDGER_BYTES]);
    byte[] frame = LakeLab.frame(LakeLab.batch(5, 5, 1, List.of(tooLarge)));
    assertTooLarge(() -> beginFrame(frame, new ObjectBounds(5, 5)), 5);

    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 8));
    ledgers.set(7, join(ledgers.get(7), new byte[LedgerFront.MAX_LEDGER_BYTES]));
    byte[] several = LakeLab.frame(LakeLab.batch(16, 23, 8, ledgers));
    assertTooLarge(() -> beginFrame(several, new ObjectBounds(16, 23)), 23);
  }

  private static void assertTooLarge(ThrowingCallable reading, long sequence) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            LedgerTooLarge.class,
            failure -> {
              assertThat(failure.sequence()).isEqualTo(sequence);
              assertThat(failure.limitBytes()).isEqualTo(LedgerFront.MAX_LEDGER_BYTES);
            })
        .hasMessageContaining("above the limit of 67108864 bytes");
  }

  @Test
  void aBombInABatchOfSeveralIsStoppedAtOneLedgersSize() {
    List<byte[]> ledgers = new ArrayList<>(forged(1, 16, 8));
    ledgers.set(3, join(ledgers.get(3), new byte[2 * LedgerFront.MAX_LEDGER_BYTES]));
    assertDamage(ledgers, 16, "no border within 67108864 bytes");
  }

  @Test
  void aBatchThatEndsInsideItsHeaderIsDamage() {
    assertThatThrownBy(() -> begin(new byte[11], new ObjectBounds(5, 5)))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("inside the batch's header");
  }

  @Test
  void whatIsLentIsReadOnly() {
    begin(LakeLab.batch(16, 17, 2, forged(1, 16, 2)), new ObjectBounds(16, 17));
    assertThat(reader.next()).isTrue();
    assertThat(reader.borrowedRaw().isReadOnly()).isTrue();
  }

  @Test
  void scanningALargeBatchStopsWhenCancelled() {
    CancelSource cancel = new CancelSource();
    cancel.cancel();
    byte[] frame = LakeLab.frame(LakeLab.batch(16, 17, 2, forged(1, 16, 2)));
    assertThatThrownBy(
            () ->
                reader.begin(
                    new ObjectBounds(16, 17), List.of(ByteBuffer.wrap(frame)), "x", cancel.token()))
        .isInstanceOf(Cancelled.class);
  }

  private void assertSplit(List<byte[]> ledgers, long first, ObjectBounds key) {
    begin(LakeLab.batch(first, key.last(), ledgers.size(), ledgers), key);
    assertThat(reader.nextSequence()).isEqualTo(first);
    assertLent(ledgers);
  }

  private void assertLent(List<byte[]> ledgers) {
    for (byte[] ledger : ledgers) {
      assertThat(reader.next()).isTrue();
      assertThat(LakeLab.bytes(reader.borrowedRaw())).isEqualTo(ledger);
    }
    assertThat(reader.next()).isFalse();
  }

  private void assertDamage(List<byte[]> ledgers, long first, String... parts) {
    long last = first + ledgers.size() - 1;
    byte[] batch = LakeLab.batch(first, last, ledgers.size(), ledgers);
    assertThatThrownBy(() -> begin(batch, new ObjectBounds(first, last)))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll(parts);
  }

  private void begin(byte[] batch, ObjectBounds bounds) {
    beginFrame(LakeLab.frame(batch), bounds);
  }

  /** In two parts, as bodies come. */
  private void beginFrame(byte[] frame, ObjectBounds bounds) {
    ByteBuffer whole = ByteBuffer.wrap(frame);
    int half = frame.length / 2;
    List<ByteBuffer> parts = List.of(whole.slice(0, half), whole.slice(half, frame.length - half));
    reader.begin(bounds, parts, "the object", CancelToken.NEVER);
  }

  private static List<byte[]> forged(int version, long first, int count) {
    LedgerForge forge = LedgerForge.small(11, version, 1, 3);
    return LakeLab.raw(forge.ledgers(new LedgerRange(first, first + count - 1)));
  }

  /** The same ledger without the extension that version 0 has not. */
  private static byte[] asVersionZero(byte[] ledger) {
    int hashOffset = LedgerFront.parse(ByteBuffer.wrap(ledger)).headerOffset() - 32;
    byte[] rest = Arrays.copyOfRange(ledger, hashOffset, ledger.length);
    return join(new byte[4], rest);
  }

  private static byte[] withProtocol(byte[] ledger, int protocol) {
    ByteBuffer changed = ByteBuffer.wrap(ledger.clone());
    int offset = LedgerFront.parse(changed).headerOffset();
    changed.putInt(offset, protocol);
    rehash(changed, offset);
    return changed.array();
  }

  private static void rehash(ByteBuffer ledger, int headerOffset) {
    LedgerFront.parse(ledger).computeHash(ledger).putAt(ledger, headerOffset - 32);
  }

  /** The position of the header's ledgerSeq: the word whose change changes what is parsed. */
  private static int sequenceOffset(byte[] ledger, int sequence) {
    ByteBuffer bytes = ByteBuffer.wrap(ledger.clone());
    for (int offset = 0; ; offset += 4) {
      if (bytes.getInt(offset) == sequence) {
        bytes.putInt(offset, sequence + 1);
        if (LedgerFront.parse(bytes).sequence() == sequence + 1) {
          return offset;
        }
        bytes.putInt(offset, sequence);
      }
    }
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
