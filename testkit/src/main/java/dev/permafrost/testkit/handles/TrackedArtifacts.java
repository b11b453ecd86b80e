package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Tracks the writers of artifacts; what is lent to them is poisoned as soon as it is appended. */
record TrackedArtifacts(ArtifactStore real, OpenHandles handles) implements ArtifactStore {

  @Override
  public String locate(ArtifactKind kind, ChunkId chunk) {
    return real.locate(kind, chunk);
  }

  @Override
  public OptionalLong look(ArtifactKind kind, ChunkId chunk) {
    return real.look(kind, chunk);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
    ArtifactWriter writer = real.create(kind, chunk);
    return new Writer(writer, handles.opened("the writer of " + kind + " of chunk " + chunk));
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk) {
    ArtifactWriter writer = real.createBeside(kind, chunk);
    return new Writer(writer, handles.opened("the writer beside " + kind + " of chunk " + chunk));
  }

  @Override
  public void makeDurableInPlace(ArtifactKind kind, ChunkId chunk) {
    real.makeDurableInPlace(kind, chunk);
  }

  @Override
  public void unlink(ArtifactKind kind, ChunkId chunk) {
    real.unlink(kind, chunk);
  }

  @Override
  public void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk) {
    real.makeUnlinkDurable(kind, chunk);
  }

  private record Writer(ArtifactWriter real, OpenHandles.Handle handle) implements ArtifactWriter {

    @Override
    public void append(ByteBuffer borrowed) {
      handle.use();
      Loans loans = new Loans();
      try {
        real.append(loans.lend(borrowed));
      } finally {
        loans.revoke();
      }
      borrowed.position(borrowed.limit());
    }

    @Override
    public long sizeBytes() {
      return real.sizeBytes();
    }

    @Override
    public void finish() {
      handle.use();
      real.finish();
    }

    @Override
    public void makeDurable() {
      handle.use();
      real.makeDurable();
    }

    @Override
    public void abandon() {
      handle.close();
      real.abandon();
    }

    @Override
    public void close() {
      handle.close();
      real.close();
    }
  }
}
