package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's hot database is there, and a part of it is not sound: a file is missing or fails its
 * checksum, a block cannot be read, a sequence is missing, or the witness has no sound slot.
 * Nothing was changed.
 */
public final class HotStoreDamaged extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String damage;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param damage what is damaged
   * @param cause what it was translated from, if anything
   */
  public HotStoreDamaged(ChunkId chunk, String path, String damage, @Nullable Throwable cause) {
    super(
        "chunk " + chunk + ": hot database at " + path + " is damaged: " + damage,
        cause,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.damage = damage;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** Its hot directory. */
  public String path() {
    return path;
  }

  /** What is damaged. */
  public String damage() {
    return damage;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-HOT-DAMAGED",
            "the hot database of chunk " + chunk + " at " + path + " is damaged: " + damage,
            List.of(
                "look for errors of the disk under " + path + " and keep a copy of the directory",
                "either restore the directory from a copy, and run the command again",
                "or, if only the witness is damaged: permafrost recover --chunks "
                    + chunk
                    + " --witness --yes",
                "or give these ledgers up on purpose, to be fetched again: permafrost recover --chunks "
                    + chunk
                    + " --hot --yes")));
  }
}
