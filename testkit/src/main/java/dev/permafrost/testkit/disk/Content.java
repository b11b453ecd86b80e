package dev.permafrost.testkit.disk;

import java.util.zip.CRC32C;

/** Says what a file holds in a few characters. */
final class Content {

  private Content() {}

  static String describe(byte[] content) {
    CRC32C checksum = new CRC32C();
    checksum.update(content, 0, content.length);
    return content.length + " bytes, checksum " + Long.toHexString(checksum.getValue());
  }
}
