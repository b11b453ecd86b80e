package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.forward.ForwardingArtifacts;
import java.nio.ByteBuffer;

/** Tracks the writers of artifacts; what is lent to them is poisoned as soon as it is appended. */
@SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
final class TrackedArtifacts extends ForwardingArtifacts {

  private final OpenHandles handles;

  TrackedArtifacts(ArtifactStore real, OpenHandles handles) {
    super(real);
    this.handles = handles;
  }

  @Override
  @MustBeClosed
  public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
    ArtifactWriter writer = super.create(kind, chunk);
    return new Writer(writer, handles.opened("the writer of " + kind + " of chunk " + chunk));
  }

  @Override
  @MustBeClosed
  public ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk) {
    ArtifactWriter writer = super.createBeside(kind, chunk);
    return new Writer(writer, handles.opened("the writer beside " + kind + " of chunk " + chunk));
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
