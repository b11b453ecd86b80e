package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.TimeSource;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes ledgers, raw or as frames, converts each into the requested forms, and delivers them in
 * order.
 *
 * <p>On workers, each frame is decoded with its checksum, each ledger's front is parsed, and its
 * header is hashed, whatever forms are requested. The receiver checks order and links, on the
 * owner's thread. Frames that may be kept are passed on unchanged. Other frames are decoded and
 * compressed again. Used only by its owner's thread.
 */
public final class LedgerLine implements AutoCloseable {

  /** Receives each ledger, in order, on the owner's thread. */
  public interface Receiver {
    /**
     * Receives one ledger.
     *
     * @param borrowed valid until this returns
     * @param rawBytes the size of the raw ledger in bytes
     * @param frameBytes the size of its frame in bytes, as received or as encoded; 0 if it came raw
     *     and no frame was requested
     */
    void accept(BorrowedLedger borrowed, long rawBytes, long frameBytes);

    /**
     * Called before each ledger with the time that a worker took for it; both are 0 if it was sent
     * as a frame.
     *
     * @param checkNanos for parsing its front and hashing its header
     * @param encodeNanos for compressing it, if a frame was requested
     */
    default void took(long checkNanos, long encodeNanos) {}
  }

  /**
   * The hashes stored with a frame.
   *
   * @param hash the hash of the header inside
   * @param previousHash the previous hash of the header inside
   */
  public record FramePrefix(LedgerHash hash, LedgerHash previousHash) {}

  private final ChunkId chunk;
  private final Set<Reads> forms;
  private final DirectBuffers buffers;
  private final Receiver receiver;
  private final CodecSession sizing;
  private final UnknownShapes unknownShapes;
  private final TimeSource time;
  private final OrderedRun<CodecSession, LedgerParcel> run;

  /**
   * Starts a line.
   *
   * @param forms the forms that the receiver reads; may be empty
   * @param means the shared codec, workers and buffers
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the line
  LedgerLine(ChunkId chunk, Set<Reads> forms, LedgerLines means, Receiver receiver) {
    this.chunk = chunk;
    this.forms = Set.copyOf(forms);
    this.buffers = means.buffers();
    this.unknownShapes = means.unknownShapes();
    this.time = means.time();
    this.receiver = receiver;
    FrameCodec codec = means.codec();
    this.sizing = codec.open();
    try {
      this.run = means.work().begin(codec::open, this::handOver, means.maxBytesInFlight());
    } catch (RuntimeException | Error e) {
      sizing.close();
      throw e;
    }
  }

  /**
   * Sends a raw ledger.
   *
   * @param expectedSequence the expected ledger, for messages
   * @param stream at the ledger, which is taken out of it
   */
  public void sendRaw(long expectedSequence, LedgerStream stream, Origin origin) {
    int rawBytes = stream.borrowedRaw().remaining();
    LedgerSoundness.requireSize(rawBytes, expectedSequence, origin);
    run.awaitRoom(2L * rawBytes);
    LedgerParcel parcel = new LedgerParcel(buffers);
    parcel.takeRaw(stream, rawBytes);
    run.submit(
        2L * rawBytes,
        session -> {
          long begun = time.nanoTime();
          parcel.front(LedgerSoundness.read(parcel.raw(), expectedSequence, origin));
          long checked = time.nanoTime();
          LedgerParcel ready = inForms(parcel, session);
          ready.took(checked - begun, time.nanoTime() - checked);
          return ready;
        });
  }

  /**
   * Sends a frame.
   *
   * @param sequence the ledger that its place says it holds; another one inside is damage
   * @param borrowedFrame copied before this returns
   * @param keep whether the frame may be passed on unchanged
   * @param prefix the hashes stored with it, if any; a difference is damage
   */
  public void sendFrame(
      long sequence,
      ByteBuffer borrowedFrame,
      boolean keep,
      @Nullable FramePrefix prefix,
      Origin origin) {
    long bytes = borrowedFrame.remaining() + rawBytesKept(borrowedFrame, keep);
    run.awaitRoom(bytes);
    LedgerParcel parcel = new LedgerParcel(buffers);
    parcel.copyFrame(borrowedFrame);
    run.submit(
        bytes,
        session -> {
          decode(parcel, sequence, session, origin);
          LedgerFront front = LedgerSoundness.read(parcel.raw(), sequence, origin);
          LedgerSoundness.requireInPlace(front, sequence, origin);
          if (prefix != null) {
            LedgerSoundness.requirePrefix(front, prefix, origin);
          }
          parcel.front(front);
          if (!keep && forms.contains(Reads.FRAME)) {
            parcel.encode(session);
          }
          return inForms(parcel, session);
        });
  }

  /**
   * Passes a frame on as it is, without decoding or hashing it, after everything that was sent
   * before. For forms that need no raw ledger.
   *
   * @param sequence the ledger that its place says it holds
   * @param borrowedFrame read before this returns
   * @param prefix the hashes stored with it, which are trusted
   */
  public void passFrame(long sequence, ByteBuffer borrowedFrame, FramePrefix prefix) {
    if (forms.contains(Reads.RAW)) {
      throw new IllegalStateException("a raw ledger is requested from a frame that is not decoded");
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

  /**
   * Lets a feeder send ledgers from its own thread, and delivers each as soon as possible: see
   * {@link OrderedRun#feed}. {@link #passFrame} is not allowed during this.
   */
  public void feed(Runnable feeder, Runnable stop) {
    run.feed(feeder, stop);
  }

  /** Waits until everything that was sent has been delivered. */
  public void finish() {
    run.finish();
  }

  /** Drops what was not delivered, and waits until no worker is busy with it. */
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
      receiver.took(parcel.checkNanos(), parcel.encodeNanos());
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
   * How many raw bytes of a frame's ledger are held until its turn: none if only the frame is
   * passed on, since the worker drops what it decoded only for the checks.
   */
  private long rawBytesKept(ByteBuffer borrowedFrame, boolean keep) {
    boolean isFrameEnough = keep && !forms.contains(Reads.RAW);
    return isFrameEnough ? 0 : claimedRawBytes(borrowedFrame);
  }

  /** The raw size that a frame claims; an invalid frame fails on its worker. */
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
      throw LedgerSoundness.damaged(sequence, e, origin);
    }
  }
}
