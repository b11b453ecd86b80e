package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ContentHashCheck;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;

/**
 * Compares the content hash of a pack of ledgers with its ledgers (docs/pack-format.md, "Content
 * hash").
 */
final class LedgerContentHash implements ContentHashCheck {

  private final String path;
  private final String stored;
  private final ContentDigest digest = new ContentDigest();

  LedgerContentHash(String path, String stored) {
    this.path = path;
    this.stored = stored;
  }

  @Override
  public void add(ByteBuffer borrowedRaw) {
    digest.item(borrowedRaw);
    digest.endRecord();
  }

  @Override
  public void finish() {
    String computed = digest.hex();
    if (!computed.equals(stored)) {
      throw new CorruptArtifact(path, "content hash", stored, computed, Damage.CHECKSUM, null);
    }
  }
}
