package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a new file beside an artifact's file and, once it is synced, renames it over that one. At
 * no instant is the place empty, or is what stands there not whole.
 */
final class ReplacingWriter implements ArtifactWriter {

  private final Disk disk;
  private final FileArtifactWriter writer;
  private final Path beside;
  private final Path place;
  private final List<Path> directoriesToSync;
  private final List<Path> leftBehind;
  private boolean isInPlace;
  private boolean isClosed;

  /**
   * Takes the writer over and closes it.
   *
   * @param writer writes the new file and syncs no directory
   * @param beside the name of the new file
   * @param place the name of the old one
   * @param directoriesToSync from the file's own up to the cold root
   * @param leftBehind what dead processes left beside it
   */
  @MustBeClosed
  ReplacingWriter(
      Disk disk,
      FileArtifactWriter writer,
      Path beside,
      Path place,
      List<Path> directoriesToSync,
      List<Path> leftBehind) {
    this.disk = disk;
    this.writer = writer;
    this.beside = beside;
    this.place = place;
    this.directoriesToSync = List.copyOf(directoriesToSync);
    this.leftBehind = List.copyOf(leftBehind);
  }

  @Override
  public void append(ByteBuffer borrowed) {
    writer.append(borrowed);
  }

  @Override
  public long sizeBytes() {
    return writer.sizeBytes();
  }

  @Override
  public void finish() {
    writer.finish();
  }

  @Override
  public void makeDurable() {
    writer.makeDurable();
    disk.rename(beside, place);
    isInPlace = true;
    directoriesToSync.forEach(disk::syncDirectory);
    // Not before: one of them may be the only sound copy until here.
    if (!leftBehind.isEmpty()) {
      leftBehind.forEach(disk::unlinkIfThere);
      disk.syncDirectory(directoriesToSync.get(0));
    }
  }

  @Override
  public void abandon() {
    close();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    if (isInPlace) {
      writer.close();
    } else {
      writer.abandon();
    }
  }
}
