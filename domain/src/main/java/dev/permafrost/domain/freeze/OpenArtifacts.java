package dev.permafrost.domain.freeze;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Step 2 of the write protocol is running: one file for each kind, all fed by one pass over the
 * ledgers. Closing it removes every file, unless the flip has begun: from then on a file may be
 * frozen, and no file is unlinked while {@code frozen}.
 */
final class OpenArtifacts implements AutoCloseable {

  /** One file being written. */
  private record Open(ArtifactWriter writer, ArtifactBuilder builder) {}

  private final MarkedAttempt attempt;
  private final List<Open> files = new ArrayList<>();
  private final Set<Reads> reads = EnumSet.noneOf(Reads.class);
  private boolean flipBegun;

  @MustBeClosed
  OpenArtifacts(MarkedAttempt attempt, ArtifactFiles artifacts, LedgerRange range) {
    this.attempt = attempt;
    try {
      for (ArtifactKind kind : new TreeSet<>(attempt.which())) {
        ArtifactFormat format = artifacts.kinds().format(kind);
        reads.addAll(format.reads());
        files.add(begin(attempt, artifacts.artifacts(), format, range));
      }
    } catch (RuntimeException | Error e) {
      closeAll(e);
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // both are closed with this
  private static Open begin(
      MarkedAttempt attempt, ArtifactStore store, ArtifactFormat format, LedgerRange range) {
    ArtifactWriter writer = store.create(format.kind(), attempt.chunk());
    try {
      return new Open(writer, format.begin(attempt.chunk(), range, writer));
    } catch (RuntimeException | Error e) {
      suppressing(e, writer::close);
      throw e;
    }
  }

  /** What the formats read from each ledger. */
  Set<Reads> reads() {
    return reads;
  }

  /** Adds one ledger to every file. */
  void add(BorrowedLedger borrowed) {
    for (Open file : files) {
      file.builder().add(borrowed);
    }
  }

  /**
   * Step 3: finishes every file, then makes each durable, together with every directory above it.
   */
  DurableAttempt makeDurable() {
    for (Open file : files) {
      file.builder().finish();
      file.writer().finish();
    }
    for (Open file : files) {
      file.writer().makeDurable();
    }
    return new DurableAttempt(attempt, this);
  }

  /** The total size of the files so far, in bytes. */
  long sizeBytes() {
    return files.stream().mapToLong(file -> file.writer().sizeBytes()).sum();
  }

  /** From now on closing keeps the files: their keys may be {@code frozen}. */
  void flipBegins() {
    flipBegun = true;
  }

  @Override
  public void close() {
    if (closeAll(null) instanceof RuntimeException unexpected) {
      throw unexpected;
    }
  }

  /** Closes every file; returns the first failure, with later ones suppressed. */
  private @org.jspecify.annotations.Nullable Throwable closeAll(
      @org.jspecify.annotations.Nullable Throwable first) {
    Throwable failure = first;
    for (Open file : files) {
      failure = suppressing(failure, file.builder()::close);
      failure = suppressing(failure, flipBegun ? file.writer()::close : file.writer()::abandon);
    }
    return failure;
  }

  private static @org.jspecify.annotations.Nullable Throwable suppressing(
      @org.jspecify.annotations.Nullable Throwable first, Runnable close) {
    try {
      close.run();
      return first;
    } catch (RuntimeException e) {
      if (first == null) {
        return e;
      }
      first.addSuppressed(e);
      return first;
    }
  }
}
