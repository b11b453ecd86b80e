package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Casts ledgers from a real one: the sequence, the previous hash (in the header, and where the
 * transaction set repeats it) and the header's hash are new and right; hashes and signatures, which
 * are opaque to every decoder, are noise; every other byte is the template's.
 *
 * <p>So a ledger decodes whole if its template does, and no two compress alike. The close time
 * stays the template's too.
 */
final class TemplateMould implements LedgerMould {

  private static final long FOR_HEADER = 1;
  private static final long FOR_BODY = 2;

  private final byte[] template;
  private final long seed;
  private final HeaderLayout layout;
  private final int repeatedPreviousHash;
  private final List<Integer> signatures;

  private TemplateMould(
      byte[] template,
      long seed,
      HeaderLayout layout,
      int repeatedPreviousHash,
      List<Integer> signatures) {
    this.template = template;
    this.seed = seed;
    this.layout = layout;
    this.repeatedPreviousHash = repeatedPreviousHash;
    this.signatures = signatures;
  }

  /**
   * A mould of a real ledger.
   *
   * @throws dev.permafrost.ports.ledger.LedgerFormatException if the bytes are no ledger
   * @throws IllegalArgumentException if its header does not hash to its hash
   */
  static TemplateMould of(byte[] template, long seed) {
    ByteBuffer ledger = ByteBuffer.wrap(template);
    LedgerFront front = LedgerFront.parse(ledger);
    if (!front.computeHash(ledger).equals(front.hash())) {
      throw new IllegalArgumentException(
          "the template is no ledger: its header hashes to "
              + front.computeHash(ledger)
              + ", it says "
              + front.hash());
    }
    HeaderLayout layout = HeaderLayout.of(ledger, front);
    int body = layout.header() + layout.headerBytes() + 4;
    return new TemplateMould(
        template.clone(),
        seed,
        layout,
        findRepeatedPreviousHash(ledger, front, body),
        List.copyOf(SignatureScan.find(ledger, body)));
  }

  @Override
  public LedgerHash headerHash(long sequence, LedgerHash previousHash) {
    byte[] ledger = new byte[layout.header() + layout.headerBytes()];
    System.arraycopy(template, 0, ledger, 0, ledger.length);
    return castHeader(ledger, sequence, previousHash);
  }

  @Override
  public ForgedLedger cast(long sequence, LedgerHash previousHash) {
    byte[] ledger = template.clone();
    LedgerHash hash = castHeader(ledger, sequence, previousHash);
    ByteBuffer view = ByteBuffer.wrap(ledger);
    hash.putAt(view, layout.hash());
    if (repeatedPreviousHash >= 0) {
      previousHash.putAt(view, repeatedPreviousHash);
    }
    Noise noise = Noise.of(seed, sequence, FOR_BODY);
    for (int signature : signatures) {
      noise.fill(ledger, signature, SignatureScan.SIGNATURE_BYTES);
    }
    return new ForgedLedger(sequence, hash, previousHash, ledger);
  }

  private LedgerHash castHeader(byte[] ledger, long sequence, LedgerHash previousHash) {
    ByteBuffer view = ByteBuffer.wrap(ledger);
    Noise noise = Noise.of(seed, sequence, FOR_HEADER);
    layout.previousHashes().forEach(offset -> previousHash.putAt(view, offset));
    view.putInt(layout.sequence(), (int) sequence);
    for (int offset : layout.noiseHashes()) {
      noise.nextHash().putAt(view, offset);
    }
    if (layout.noiseSignature() >= 0) {
      noise.fill(ledger, layout.noiseSignature(), SignatureScan.SIGNATURE_BYTES);
    }
    return Sha256.of(view.slice(layout.header(), layout.headerBytes()));
  }

  /** TransactionSet begins with the previous hash, GeneralizedTransactionSet with its version. */
  private static int findRepeatedPreviousHash(ByteBuffer ledger, LedgerFront front, int body) {
    int offset = front.metaVersion() == 0 ? body : body + 4;
    boolean fits = offset + LedgerHash.BYTES <= ledger.limit();
    return fits && LedgerHash.at(ledger, offset).equals(front.previousHash()) ? offset : -1;
  }
}
