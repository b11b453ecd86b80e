package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.pass.LedgerPass;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ContentHashCheck;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.landing.LandedFile;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks a whole published pack: every frame is decoded, every header and link is
 * checked, and the first of each {@value #SAMPLED_EVERY} ledgers is compressed again and compared
 * with its frame. Not thread-safe; for one use.
 */
final class PublishedPack {

  /** A codec of another version gives other bytes for nearly every ledger. */
  static final int SAMPLED_EVERY = 1000;

  private final LedgerPack pack;
  private final MessageDigest digest = sha256();
  private final Queue<ByteBuffer> sampled = new ArrayDeque<>();
  private boolean isOfThisCodec = true;
  private @Nullable LandedFile file;

  PublishedPack(LedgerPack pack) {
    this.pack = pack;
  }

  /** Reads the pack; throws the failure for damage in it or in its chain. */
  CheckedHeaders read(LedgerPass pass, CancelToken cancel) {
    Optional<ContentHashCheck> contentHash = pack.contentHash();
    pass.run(
        contentHash.isPresent() ? Set.of(Reads.FRAME, Reads.RAW) : Set.of(Reads.FRAME),
        line -> feed(line, cancel),
        (ledger, rawBytes, frameBytes) -> {
          contentHash.ifPresent(check -> check.add(ledger.raw()));
          compare(ledger);
        });
    contentHash.ifPresent(ContentHashCheck::finish);
    digest.update(pack.tail());
    file = new LandedFile(pack.sizeBytes(), HexFormat.of().formatHex(digest.digest()));
    return pass.headers();
  }

  private void feed(LedgerLine line, CancelToken cancel) {
    Origin origin = PackChunkSource.origin(pack);
    try (FrameCursor cursor = pack.scan(pack.range())) {
      while (cursor.next()) {
        cancel.throwIfCancelled();
        ByteBuffer frame = cursor.borrowedFrame();
        digest.update(frame.duplicate());
        boolean isSampled = isSampled(cursor.sequence());
        if (isSampled) {
          sampled.add(ByteBuffer.allocate(frame.remaining()).put(frame.duplicate()).flip());
        }
        line.sendFrame(cursor.sequence(), frame, !isSampled, null, origin);
      }
    }
  }

  private boolean isSampled(long sequence) {
    return (sequence - pack.range().first()) % SAMPLED_EVERY == 0;
  }

  private void compare(BorrowedLedger ledger) {
    if (isSampled(ledger.sequence()) && !ledger.frame().equals(sampled.remove())) {
      isOfThisCodec = false;
    }
  }

  /** Whether its form and its sampled frames are those that this version would write. */
  boolean isOfThisCodec() {
    return isOfThisCodec && pack.form() == PackForm.CURRENT;
  }

  /** The file, after it was read. */
  LandedFile file() {
    return Objects.requireNonNull(file, "not read");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
