package dev.permafrost.fs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The layout of the file {@code PERMAFROST} in each root (docs/protocol.md, "The identity of a
 * root").
 *
 * <p>Two sectors of 512 bytes, so that writing one cannot tear the other. Both are readable text
 * padded with spaces and terminated by a newline. The first is the identity, written once:
 *
 * <pre>
 * PERMAFROST 1
 * store 0123456789abcdef0123456789abcdef
 * role catalog
 * crc32c 89abcdef
 * </pre>
 *
 * <p>The checksum is the CRC32C of the lines before it. The second says {@code writer PID} while a
 * process holds the root for writing, and is blank otherwise; it is never synced, and counts only
 * while the lock is held.
 */
final class RootIdentity {

  /** The name of the file. */
  static final String FILE_NAME = "PERMAFROST";

  /** The size of each part. */
  static final int SECTOR_BYTES = 512;

  /** The offset of the second part. */
  static final int WRITER_OFFSET = SECTOR_BYTES;

  private static final Pattern IDENTITY =
      Pattern.compile("PERMAFROST 1\nstore ([0-9a-f]{32})\nrole ([a-z]+)\n.*", Pattern.DOTALL);
  private static final Pattern WRITER = Pattern.compile("writer ([0-9]{1,18})\n *\n");

  private RootIdentity() {}

  /** The first sector of a root. */
  static ByteBuffer encode(StoreId store, RootRole role) {
    String lines = "PERMAFROST 1\nstore " + store + "\nrole " + role.word() + "\n";
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(US_ASCII));
    return sector(lines + "crc32c " + HexFormat.of().toHexDigits(crc.getValue(), 8) + "\n");
  }

  /** Parses the first sector; anything that {@link #encode} does not write is unsound. */
  static RootSighting parse(ByteBuffer sector) {
    Matcher matcher = IDENTITY.matcher(text(sector));
    if (matcher.matches()) {
      StoreId store = new StoreId(matcher.group(1));
      for (RootRole role : RootRole.values()) {
        if (role.word().equals(matcher.group(2)) && encode(store, role).equals(sector)) {
          return RootSighting.named(store, role);
        }
      }
    }
    return RootSighting.unnamed(RootSighting.State.UNSOUND);
  }

  /** The second sector of a root that a process holds for writing. */
  static ByteBuffer encodeWriter(long pid) {
    return sector("writer " + pid + "\n");
  }

  /** The second sector of a root without a writer. */
  static ByteBuffer noWriter() {
    return sector("");
  }

  /** The writer in the second sector. */
  static OptionalLong parseWriter(ByteBuffer sector) {
    Matcher matcher = WRITER.matcher(text(sector));
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static ByteBuffer sector(String lines) {
    byte[] bytes = new byte[SECTOR_BYTES];
    Arrays.fill(bytes, (byte) ' ');
    byte[] text = lines.getBytes(US_ASCII);
    System.arraycopy(text, 0, bytes, 0, text.length);
    bytes[SECTOR_BYTES - 1] = '\n';
    return ByteBuffer.wrap(bytes);
  }

  private static String text(ByteBuffer sector) {
    return US_ASCII.decode(sector.duplicate()).toString();
  }
}
