package dev.permafrost.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers grown from another one: linked, and different from it in opaque bytes only. */
final class TemplateForgeTest {

  private static final String PUBNET =
      "pubnet/FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst";
  private static final String CORE = "core-v25-10048-10077.xdr.zst";

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ledgersGrownFromAForgedOneAreWholeAndLinked(int metaVersion) {
    byte[] template = LedgerForge.small(11, metaVersion, 20, 20).from(5_000).next().toBytes();
    checkChain(template);
    ForgedChain chain = LedgerForge.grownFrom(template, 1).from(2);
    for (int i = 0; i < 20; i++) {
      assertThat(LedgerWalk.transactions(chain.next().raw())).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @CsvSource({PUBNET + ",0,372480,260", CORE + ",0,1152840,250", CORE + ",29,-1,100"})
  void ledgersGrownFromARealOneAreLinkedAndDifferInOpaqueBytesOnly(
      String file, int index, int expectedBytes, int leastSignatures) throws IOException {
    byte[] template = LedgerTemplate.read(RealLedgerFiles.file(file), index);
    if (expectedBytes >= 0) {
      assertThat(template).hasSize(expectedBytes);
    }
    assertThat(SignatureScan.find(ByteBuffer.wrap(template), 600))
        .hasSizeGreaterThanOrEqualTo(leastSignatures);
    checkChain(template);
  }

  @Test
  void noTwoOfThemCompressAlike() {
    byte[] template = LedgerForge.small(11, 1, 20, 20).from(5_000).next().toBytes();
    ForgedChain chain = LedgerForge.grownFrom(template, 1).from(2);
    Set<ByteBuffer> frames = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      frames.add(ByteBuffer.wrap(Zstd.compress(chain.next().toBytes(), 3)));
    }
    assertThat(frames).hasSize(50);
  }

  @Test
  void theSameSeedGivesTheSameLedgersAndPassingOverHeadersGivesTheSameLinks() {
    byte[] template = LedgerForge.small(11).from(5_000).next().toBytes();
    ForgedChain chain = LedgerForge.grownFrom(template, 4).from(2);
    for (int i = 0; i < 100; i++) {
      chain.next();
    }
    assertThat(LedgerForge.grownFrom(template, 4).from(102).next().toBytes())
        .isEqualTo(chain.next().toBytes());
    assertThat(LedgerForge.grownFrom(template, 5).from(102).next().toBytes())
        .isNotEqualTo(LedgerForge.grownFrom(template, 4).from(102).next().toBytes());
  }

  @Test
  void aTemplateThatIsNoLedgerIsRefused() {
    assertThatExceptionOfType(LedgerFormatException.class)
        .isThrownBy(() -> LedgerForge.grownFrom(new byte[100], 1));
    byte[] broken = LedgerForge.small(1).from(2).next().toBytes();
    broken[60] ^= 1;
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerForge.grownFrom(broken, 1));
  }

  @Test
  void textThatIsAsLongAsASignatureIsLeftAlone() {
    ByteBuffer ledger = ByteBuffer.allocate(3 * 68);
    Noise noise = Noise.of(1, 2, 3);
    putSized(ledger, noise, 64);
    ledger.putInt(64);
    for (int i = 0; i < 64; i++) {
      ledger.put((byte) ('a' + i % 26));
    }
    putSized(ledger, noise, 64);
    assertThat(SignatureScan.find(ledger.flip(), 0)).containsExactly(4, 140);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 203, 204, 0xFFFF0000, 0xFFFFFFFF})
  void bytesWithAWordThatCouldSteerADecoderAreLeftAlone(int word) {
    for (int at = 4; at < 68; at += 4) {
      ByteBuffer ledger = ByteBuffer.allocate(204);
      putSized(ledger, Noise.of(1, 2, 3), 64);
      ledger.putInt(at, word).rewind();
      assertThat(SignatureScan.find(ledger, 0)).isEmpty();
    }
  }

  /** Every byte that differs from the template lies where the forge says that it varies. */
  private static void checkChain(byte[] template) {
    ByteBuffer view = ByteBuffer.wrap(template);
    LedgerFront of = LedgerFront.parse(view);
    HeaderLayout layout = HeaderLayout.of(view, of);
    BitSet varied = new BitSet();
    int body = layout.header() + layout.headerBytes() + 4;
    varied.set(layout.hash(), layout.hash() + 32);
    layout.previousHashes().forEach(at -> varied.set(at, at + 32));
    varied.set(layout.sequence(), layout.sequence() + 4);
    varied.set(body, body + 36);
    layout.noiseHashes().forEach(at -> varied.set(at, at + 32));
    varied.set(layout.noiseSignature(), layout.noiseSignature() + 64);
    SignatureScan.find(view, body).forEach(at -> varied.set(at, at + 64));

    LedgerForge forge = LedgerForge.grownFrom(template, 9);
    ForgedChain chain = forge.from(2);
    LedgerHash previous = forge.genesisHash();
    for (long sequence = 2; sequence < 8; sequence++) {
      ForgedLedger ledger = chain.next();
      LedgerFront front = LedgerFront.parse(ledger.raw());
      assertThat(front.sequence()).isEqualTo(sequence);
      assertThat(front.previousHash()).isEqualTo(previous);
      assertThat(front.computeHash(ledger.raw())).isEqualTo(front.hash()).isEqualTo(ledger.hash());
      assertThat(front.headerOffset()).isEqualTo(of.headerOffset());
      assertThat(front.headerBytes()).isEqualTo(of.headerBytes());
      assertThat(front.closeTimeSeconds()).isEqualTo(of.closeTimeSeconds());
      assertThat(front.protocolVersion()).isEqualTo(of.protocolVersion());
      assertThat(LedgerHash.at(ledger.raw(), body + 4)).isEqualTo(previous);
      byte[] bytes = ledger.toBytes();
      assertThat(bytes).hasSameSizeAs(template);
      int changed = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] != template[i]) {
          assertThat(varied.get(i)).as("byte %s may differ", i).isTrue();
          changed++;
        }
      }
      assertThat(changed).isGreaterThan(200);
      previous = front.hash();
    }
  }

  private static void putSized(ByteBuffer target, Noise noise, int length) {
    byte[] bytes = new byte[length];
    noise.fill(bytes, 0, length);
    target.putInt(length).put(bytes);
  }
}
