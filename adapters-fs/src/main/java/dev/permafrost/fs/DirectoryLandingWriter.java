package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.LandingTaken;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.failure.UnfitFileSystem;
import dev.permafrost.ports.landing.LandedFile;
import dev.permafrost.ports.landing.LandingWriter;
import dev.permafrost.ports.vfs.FileStat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Publishes the file of one attempt in a directory. Its bytes are synced, a hard link gives it the
 * chunk's name (which never replaces another file), the directory is synced, and finally the
 * attempt's name is removed.
 */
final class DirectoryLandingWriter implements LandingWriter {

  /** An adoption may move a published file away while it is compared. */
  private static final int MOST_LINKS = 3;

  private static final int READ_BYTES = 1 << 20;

  private final DirectoryLanding landing;
  private final Disk disk;
  private final ChunkId chunk;
  private final Path own;
  private final Path place;
  private final FileArtifactWriter file;
  private final MessageDigest digest = ContentDigest.sha256();

  /** Takes over the attempt's file and closes it. */
  @MustBeClosed
  DirectoryLandingWriter(
      DirectoryLanding landing, Disk disk, ChunkId chunk, Path own, FileArtifactWriter file) {
    this.landing = landing;
    this.disk = disk;
    this.chunk = chunk;
    this.own = own;
    this.place = landing.place(chunk);
    this.file = file;
  }

  @Override
  public void append(ByteBuffer borrowed) {
    digest.update(borrowed.duplicate());
    file.append(borrowed);
  }

  @Override
  public long sizeBytes() {
    return file.sizeBytes();
  }

  @Override
  public LandedFile publish() {
    file.finish();
    file.makeDurable();
    LandedFile made = new LandedFile(file.sizeBytes(), hex(digest));
    for (int links = 1; !link(); links++) {
      if (isThere(made)) {
        break;
      }
      if (links == MOST_LINKS) {
        throw landing.missing(chunk);
      }
    }
    disk.syncDirectory(landing.directory());
    return made;
  }

  /** Gives the file the chunk's name; returns false if the name is taken. */
  private boolean link() {
    try {
      disk.link(own, place);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw notLinked(e);
    }
  }

  private StorageFailure notLinked(IOException error) {
    SystemState state = disk.vfs().stateOf(place);
    boolean isRefusal =
        !(error instanceof AccessDeniedException)
            && !state.refusesWrites()
            && !SystemErrors.isOfDevice(error)
            && switch (SystemErrors.kindOfWrite(error, state)) {
              case DENIED, UNSUPPORTED -> true;
              default -> false;
            };
    return isRefusal
        ? new UnfitFileSystem(place.toString(), UnfitFileSystem.Lack.HARD_LINKS, error)
        : SystemErrors.translate(error, "link to " + place + " the file", own.toString(), state);
  }

  /**
   * Whether a file with equal bytes has the chunk's name. It is synced first, and read from the
   * disk, because it is not known who wrote it.
   *
   * @return false if it is gone again
   * @throws LandingTaken if its bytes differ
   */
  private boolean isThere(LandedFile made) {
    if (disk.statFile(place).type() == FileStat.Type.MISSING) {
      return false;
    }
    LandedFile there;
    try {
      disk.syncFile(place, () -> landing.missing(chunk));
      there = read();
    } catch (MissingArtifact e) {
      return false;
    }
    if (!there.equals(made)) {
      throw new LandingTaken(chunk, place.toString(), there.sha256(), made.sha256());
    }
    return true;
  }

  private LandedFile read() {
    ByteBuffer buffer = landing.buffers().borrow(READ_BYTES);
    try (DiskFile opened = landing.opened(chunk)) {
      MessageDigest found = ContentDigest.sha256();
      long offsetBytes = 0;
      while (opened.readAt(buffer.clear(), offsetBytes) > 0) {
        offsetBytes += buffer.flip().remaining();
        found.update(buffer);
      }
      return new LandedFile(offsetBytes, hex(found));
    } finally {
      landing.buffers().giveBack(buffer);
    }
  }

  /** A published file always has the chunk's name, so the attempt's name can be removed. */
  @Override
  public void close() {
    file.abandon();
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
