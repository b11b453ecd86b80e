package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a chunk's hot database exists, but a part of it is damaged: a file is missing or fails
 * its checksum, a block cannot be read, a sequence is missing, or the witness has no valid slot.
 * Nothing was changed.
 */
public final class HotStoreDamaged extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String damage;
  private final boolean isOfWitness;
  private final PackBeside pack;

  /**
   * Damage of the database.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param damage what is damaged
   * @param cause the exception that was translated, or null
   */
  public HotStoreDamaged(ChunkId chunk, String path, String damage, @Nullable Throwable cause) {
    this(chunk, path, damage, false, PackBeside.NONE, cause);
  }

  private HotStoreDamaged(
      ChunkId chunk,
      String path,
      String damage,
      boolean isOfWitness,
      PackBeside pack,
      @Nullable Throwable cause) {
    super(
        "chunk " + chunk + ": hot database at " + path + " is damaged: " + damage,
        cause,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.damage = damage;
    this.isOfWitness = isOfWitness;
    this.pack = pack;
  }

  /** Damage of the witness; the database itself may be intact. */
  public static HotStoreDamaged ofWitness(ChunkId chunk, String path, String damage) {
    return new HotStoreDamaged(chunk, path, damage, true, PackBeside.NONE, null);
  }

  /** The same failure, with the state of the chunk's pack. */
  public HotStoreDamaged beside(PackBeside found) {
    HotStoreDamaged same = new HotStoreDamaged(chunk, path, damage, isOfWitness, found, getCause());
    same.setStackTrace(getStackTrace());
    for (Throwable later : getSuppressed()) {
      same.addSuppressed(later);
    }
    return same;
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

  /** Whether it is the witness that is damaged. */
  public boolean isOfWitness() {
    return isOfWitness;
  }

  /** The state of the chunk's pack. */
  public PackBeside pack() {
    return pack;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    List<OperatorStep> steps = new ArrayList<>();
    steps.add(
        new OperatorStep.ByHand(
            "look for errors of the disk under " + path + " and keep a copy of the directory"));
    steps.add(
        new OperatorStep.ByHand("restore the directory from a copy, and run the command again"));
    if (pack == PackBeside.UNADOPTED) {
      steps.add(new OperatorStep.AdoptPack(chunk));
    }
    if (isOfWitness) {
      steps.add(new OperatorStep.RewriteWitness(chunk));
    }
    steps.add(new OperatorStep.GiveUpHot(chunk, pack == PackBeside.FROZEN));
    return Optional.of(
        new OperatorNotice(
            "PF-HOT-DAMAGED",
            "the hot database of chunk " + chunk + " at " + path + " is damaged: " + damage,
            steps));
  }
}
