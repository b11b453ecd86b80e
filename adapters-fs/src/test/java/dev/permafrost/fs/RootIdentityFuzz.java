package dev.permafrost.fs;

import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Any bytes as the file {@code PERMAFROST}: its identity and its writer. */
public final class RootIdentityFuzz implements FuzzTarget {

  private static final StoreId STORE = new StoreId("0123456789abcdef0123456789abcdef");

  /** Makes the target. */
  public RootIdentityFuzz() {}

  @Override
  public List<byte[]> seeds() {
    return List.of(
        RootIdentity.encode(STORE, RootRole.COLD).array(),
        RootIdentity.encode(STORE, RootRole.CATALOG).array(),
        RootIdentity.encodeWriter(4711).array(),
        RootIdentity.noWriter().array(),
        new byte[RootIdentity.SECTOR_BYTES]);
  }

  @Override
  public void give(byte[] input) {
    ByteBuffer sector = ByteBuffer.wrap(input);
    check(sector);
    RootIdentity.parseWriter(sector).ifPresent(pid -> requireWriter(pid, sector));
    check(repaired(input));
  }

  private static void check(ByteBuffer sector) {
    RootSighting found = RootIdentity.parse(sector);
    if (found.state() == RootSighting.State.NAMED) {
      ByteBuffer again =
          RootIdentity.encode(found.store().orElseThrow(), found.role().orElseThrow());
      require(again.equals(sector), "another identity is written than was read");
    }
  }

  private static void requireWriter(long pid, ByteBuffer sector) {
    require(pid >= 0, "a process of a negative number, in " + sector.remaining() + " bytes");
  }

  /** The same lines with the checksum that they ought to have, padded as a sector is. */
  private static ByteBuffer repaired(byte[] input) {
    byte[] sector = Arrays.copyOf(input, RootIdentity.SECTOR_BYTES);
    String text = new String(sector, StandardCharsets.ISO_8859_1);
    int crcAt = text.indexOf("crc32c ");
    if (crcAt >= 0 && crcAt + 16 <= sector.length) {
      CRC32C crc = new CRC32C();
      crc.update(sector, 0, crcAt);
      byte[] digits = String.format("%08x", crc.getValue()).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(digits, 0, sector, crcAt + 7, digits.length);
    }
    return ByteBuffer.wrap(sector);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
