package dev.permafrost.testkit.forward;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Artifacts that pass everything on. */
public class ForwardingArtifacts implements ArtifactStore {

  private final ArtifactStore store;

  /** Passes everything on to a store. */
  public ForwardingArtifacts(ArtifactStore store) {
    this.store = store;
  }

  /** Appends to a file. */
  protected void append(ArtifactWriter writer, ByteBuffer borrowed) {
    writer.append(borrowed);
  }

  /** Finishes a file. */
  protected void finish(ArtifactWriter writer) {
    writer.finish();
  }

  /** Makes a written file durable. */
  protected void makeDurable(ArtifactWriter writer) {
    writer.makeDurable();
  }

  /** Gives up a file whose attempt failed. */
  protected void abandon(ArtifactKind kind, ChunkId chunk, ArtifactWriter writer) {
    writer.abandon();
  }

  @Override
  public String locate(ArtifactKind kind, ChunkId chunk) {
    return store.locate(kind, chunk);
  }

  @Override
  public OptionalLong look(ArtifactKind kind, ChunkId chunk) {
    return store.look(kind, chunk);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
    return new Forwarding(kind, chunk, store.create(kind, chunk));
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk) {
    return new Forwarding(kind, chunk, store.createBeside(kind, chunk));
  }

  @Override
  public void makeDurableInPlace(ArtifactKind kind, ChunkId chunk) {
    store.makeDurableInPlace(kind, chunk);
  }

  @Override
  public void unlink(ArtifactKind kind, ChunkId chunk) {
    store.unlink(kind, chunk);
  }

  @Override
  public void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk) {
    store.makeUnlinkDurable(kind, chunk);
  }

  private final class Forwarding implements ArtifactWriter {
    private final ArtifactKind kind;
    private final ChunkId chunk;
    private final ArtifactWriter writer;

    Forwarding(ArtifactKind kind, ChunkId chunk, ArtifactWriter writer) {
      this.kind = kind;
      this.chunk = chunk;
      this.writer = writer;
    }

    @Override
    public void append(ByteBuffer borrowed) {
      ForwardingArtifacts.this.append(writer, borrowed);
    }

    @Override
    public long sizeBytes() {
      return writer.sizeBytes();
    }

    @Override
    public void finish() {
      ForwardingArtifacts.this.finish(writer);
    }

    @Override
    public void makeDurable() {
      ForwardingArtifacts.this.makeDurable(writer);
    }

    @Override
    public void abandon() {
      ForwardingArtifacts.this.abandon(kind, chunk, writer);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
