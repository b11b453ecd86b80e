package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;

/** One raw ledger with what its header says. Immutable, and safe for several threads. */
public final class ForgedLedger {

  private final long sequence;
  private final LedgerHash hash;
  private final LedgerHash previousHash;
  private final byte[] raw;

  ForgedLedger(long sequence, LedgerHash hash, LedgerHash previousHash, byte[] raw) {
    this.sequence = sequence;
    this.hash = hash;
    this.previousHash = previousHash;
    this.raw = raw;
  }

  /** Its sequence. */
  public long sequence() {
    return sequence;
  }

  /** The SHA-256 of its header. */
  public LedgerHash hash() {
    return hash;
  }

  /** The hash of its predecessor's header. */
  public LedgerHash previousHash() {
    return previousHash;
  }

  /** Its LedgerCloseMeta: a fresh read-only heap view, big-endian. */
  public ByteBuffer raw() {
    return ByteBuffer.wrap(raw).asReadOnlyBuffer();
  }

  /** Its LedgerCloseMeta, in a new direct buffer, as codecs want it. */
  public ByteBuffer toDirect() {
    return ByteBuffer.allocateDirect(raw.length).put(raw).flip();
  }

  /** Its LedgerCloseMeta, in a new array. */
  public byte[] toBytes() {
    return raw.clone();
  }

  /** The size of its LedgerCloseMeta in bytes. */
  public int sizeBytes() {
    return raw.length;
  }

  @Override
  public String toString() {
    return "ledger " + sequence + " (" + raw.length + " bytes, hash " + hash + ")";
  }
}
