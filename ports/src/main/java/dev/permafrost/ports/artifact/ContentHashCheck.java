package dev.permafrost.ports.artifact;

import java.nio.ByteBuffer;

/**
 * Compares the content hash of a pack with its ledgers, which the caller decodes and passes in
 * order. Not thread-safe.
 */
public interface ContentHashCheck {

  /**
   * Adds the next ledger.
   *
   * @param borrowedRaw the raw ledger, from position to limit, read before this returns
   */
  void add(ByteBuffer borrowedRaw);

  /**
   * Compares the hashes, after every ledger was added.
   *
   * @throws dev.permafrost.ports.failure.CorruptArtifact if they differ
   */
  void finish();
}
