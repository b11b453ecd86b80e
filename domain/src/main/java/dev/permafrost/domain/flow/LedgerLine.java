package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes ledgers, raw or as frames, brings each into the forms that are asked for, and hands them on
 * in order.
 *
 * <p>Whatever the forms, each ledger's frame is decoded with its checksum where it came as a frame,
 * its front is parsed, and its header is hashed; that happens on workers. Order and links are the
 * receiver's to check, on the owner's thread. Frames that may be kept are handed on unchanged.
 * Other frames are decoded and compressed again. Used by its owner's thread only.
 */
public final class LedgerLine implements AutoCloseable {

  /** Gets each ledger, in order, on the owner's thread. */
  public interface Receiver {
    /**
     * Takes one ledger.
     *
     * @param borrowed valid until this returns
     * @param rawBytes the size of the raw ledger in bytes
     * @param frameBytes the size of its frame in bytes, as it came or as it was made; 0 if it came
     *     raw and nobody asked for one
     */
    void accept(BorrowedLedger borrowed, long rawBytes, long frameBytes);
  }

  /**
   * What stood beside a frame where it was kept.
   *
   * @param hash the hash of the header inside
   * @param previousHash the previous hash of the header inside
   */
  public record FramePrefix(LedgerHash hash, LedgerHash previousHash) {}

  private final ChunkId chunk;
  private final Set<Reads> forms;
  private final BufferPool buffers;
  private final Receiver receiver;
  private final CodecSession sizing;
  private final UnknownShapes unknownShapes;
  private final OrderedRun<CodecSession, LedgerParcel> run;

  /**
   * Starts a line.
   *
   * @param forms what the receiver reads; may be empty
   * @param maxBytesInFlight how much may be on its way at once
   * @param unknownShapes is told of each ledger of a shape that is not known
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the line
  public LedgerLine(
      ChunkId chunk,
      Set<Reads> forms,
      FrameCodec codec,
      OrderedWork work,
      BufferPool buffers,
      long maxBytesInFlight,
      UnknownShapes unknownShapes,
      Receiver receiver) {
    this.chunk = chunk;
    this.forms = Set.copyOf(forms);
    this.buffers = buffers;
    this.unknownShapes = unknownShapes;
    this.receiver = receiver;
    this.sizing = codec.open();
    try {
      this.run = work.begin(codec::open, this::handOver, maxBytesInFlight);
    } catch (RuntimeException | Error e) {
      sizing.close();
      throw e;
    }
  }

  /**
   * Sends a raw ledger on its way.
   *
   * @param expectedSequence the ledger it is taken for, for messages
   * @param stream at the ledger, which is taken out of it
   */
  public void sendRaw(long expectedSequence, LedgerStream stream, Origin origin) {
    int rawBytes = stream.borrowedRaw().remaining();
    if (rawBytes > LedgerFront.MAX_LEDGER_BYTES) {
      throw origin.damaged(
          expectedSequence,
          "a ledger of " + rawBytes + " bytes, at most " + LedgerFront.MAX_LEDGER_BYTES,
          null);
    }
    LedgerParcel parcel = new LedgerParcel(buffers);
    parcel.takeRaw(stream, rawBytes);
    run.submit(
        2L * rawBytes,
        session -> {
          check(parcel, expectedSequence, origin);
          return inForms(parcel, session);
        });
  }

  /**
   * Sends a frame on its way.
   *
   * @param sequence the ledger that its place says it holds; another one inside is damage
   * @param borrowedFrame copied before this returns
   * @param keep whether the frame may be handed on as it is
   * @param prefix what stood beside it, if anything; a difference is damage
   */
  public void sendFrame(
      long sequence,
      ByteBuffer borrowedFrame,
      boolean keep,
      @Nullable FramePrefix prefix,
      Origin origin) {
    LedgerParcel parcel = new LedgerParcel(buffers);
    parcel.copyFrame(borrowedFrame);
    run.submit(
        borrowedFrame.remaining() + rawBytesKept(borrowedFrame, keep),
        session -> {
          decode(parcel, sequence, session, origin);
          check(parcel, sequence, origin);
          requirePlace(parcel.front(), sequence, prefix, origin);
          if (!keep && forms.contains(Reads.FRAME)) {
            parcel.encode(session);
          }
          return inForms(parcel, session);
        });
  }

  /**
   * Hands a frame on at once, as it is, behind everything that was sent: neither decoded nor
   * hashed. For forms that need no raw ledger.
   *
   * @param sequence the ledger that its place says it holds
   * @param borrowedFrame read before this returns
   * @param prefix what stood beside it, taken for true
   */
  public void passFrame(long sequence, ByteBuffer borrowedFrame, FramePrefix prefix) {
    if (forms.contains(Reads.RAW)) {
      throw new IllegalStateException("a raw ledger is wanted of a frame that is not decoded");
    }
    run.finish();
    long rawBytes = claimedRawBytes(borrowedFrame);
    int frameBytes = borrowedFrame.remaining();
    receiver.accept(
        new BorrowedLedger(
            sequence,
            prefix.hash(),
            prefix.previousHash(),
            forms.contains(Reads.FRAME) ? borrowedFrame : null,
            null),
        rawBytes,
        frameBytes);
  }

  /** Waits until everything that was sent has been received. */
  public void finish() {
    run.finish();
  }

  /** Drops what was not received, and waits until no worker is at it. */
  @Override
  public void close() {
    try {
      run.close();
    } finally {
      sizing.close();
    }
  }

  private void handOver(LedgerParcel parcel) {
    try {
      receiver.accept(parcel.lend(forms), parcel.rawBytes(), parcel.frameBytes());
      parcel
          .front()
          .unknownShape()
          .ifPresent(shape -> unknownShapes.taken(chunk, parcel.front().sequence(), shape));
    } finally {
      parcel.release();
    }
  }

  /**
   * How much of a frame's ledger waits for its turn beside it: nothing where only the frame is
   * handed on, since what is decoded for the checks alone is dropped by the worker that made them.
   */
  private long rawBytesKept(ByteBuffer borrowedFrame, boolean keep) {
    boolean isFrameEnough = keep && !forms.contains(Reads.RAW);
    return isFrameEnough ? 0 : claimedRawBytes(borrowedFrame);
  }

  /** What a frame says that it takes decoded; one that says nothing sound fails on its worker. */
  private long claimedRawBytes(ByteBuffer borrowedFrame) {
    try {
      return sizing.rawBytes(borrowedFrame);
    } catch (DamagedFrameException e) {
      return 0;
    }
  }

  private LedgerParcel inForms(LedgerParcel parcel, CodecSession session) {
    if (forms.contains(Reads.FRAME) && !parcel.hasFrame()) {
      parcel.encode(session);
    }
    if (!forms.contains(Reads.RAW)) {
      parcel.dropRaw();
    }
    return parcel;
  }

  private void decode(LedgerParcel parcel, long sequence, CodecSession session, Origin origin) {
    try {
      ByteBuffer raw = parcel.newRaw(session.rawBytes(parcel.frame()));
      session.decode(parcel.frame(), raw);
      raw.flip();
    } catch (DamagedFrameException e) {
      throw origin.damaged(sequence, "ledger " + sequence + ": " + e.getMessage(), e);
    }
  }

  private void check(LedgerParcel parcel, long sequence, Origin origin) {
    LedgerFront front;
    try {
      front = LedgerFront.read(parcel.raw(), sequence);
    } catch (LedgerFormatException e) {
      throw switch (e.reason()) {
        case UNSUPPORTED ->
            new UnsupportedLedgerVersion(
                origin.location(), "ledger " + sequence + ": " + e.getMessage());
        case MALFORMED, UNSETTLED ->
            origin.damaged(sequence, "ledger " + sequence + ": " + e.getMessage(), e);
      };
    }
    LedgerHash computed = front.computeHash(parcel.raw());
    if (!computed.equals(front.hash())) {
      throw new BrokenChain(
          chunk,
          front.sequence(),
          BrokenChain.Kind.HEADER_HASH,
          computed.toString(),
          front.hash().toString());
    }
    parcel.front(front);
  }

  private void requirePlace(
      LedgerFront front, long sequence, @Nullable FramePrefix prefix, Origin origin) {
    if (front.sequence() != sequence) {
      throw origin.damaged(
          sequence, "ledger " + front.sequence() + " stands in the place of " + sequence, null);
    }
    if (prefix != null
        && !(prefix.hash().equals(front.hash())
            && prefix.previousHash().equals(front.previousHash()))) {
      throw origin.damaged(
          sequence,
          "ledger "
              + sequence
              + ": the hashes beside its frame are "
              + prefix.hash()
              + " and "
              + prefix.previousHash()
              + ", in its header "
              + front.hash()
              + " and "
              + front.previousHash(),
          null);
    }
  }
}
