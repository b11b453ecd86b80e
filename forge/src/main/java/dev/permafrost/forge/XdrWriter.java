package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Writes XDR (RFC 4506: big-endian, padded to four bytes) into an array that grows. */
final class XdrWriter {

  private static final int FIRST_CAPACITY_BYTES = 2048;

  private ByteBuffer out = ByteBuffer.allocate(FIRST_CAPACITY_BYTES);

  /** The number of bytes written so far. */
  int sizeBytes() {
    return out.position();
  }

  XdrWriter int32(int value) {
    room(4).putInt(value);
    return this;
  }

  XdrWriter int64(long value) {
    room(8).putLong(value);
    return this;
  }

  XdrWriter hash(LedgerHash value) {
    value.putAt(room(LedgerHash.BYTES), out.position());
    out.position(out.position() + LedgerHash.BYTES);
    return this;
  }

  /** A variable-length opaque: its length, then that many bytes of noise, a multiple of eight. */
  XdrWriter opaque(Noise noise, int length) {
    int32(length);
    room(length);
    noise.fill(out.array(), out.position(), length);
    out.position(out.position() + length);
    return this;
  }

  /** Puts a hash over 32 bytes that were written before. */
  void overwrite(int offset, LedgerHash value) {
    value.putAt(out, offset);
  }

  /** A view of what was written from an offset on; valid until the next write. */
  ByteBuffer view(int offset) {
    return out.duplicate().position(offset).limit(out.position());
  }

  byte[] toBytes() {
    return Arrays.copyOf(out.array(), out.position());
  }

  private ByteBuffer room(int bytes) {
    if (out.remaining() < bytes) {
      int capacity = Math.max(2 * out.capacity(), out.position() + bytes);
      out = ByteBuffer.allocate(capacity).put(out.flip());
    }
    return out;
  }
}
