package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Thrown if the only copy of acknowledged ledgers is not where it was: the catalog says {@code
 * ready}, but the chunk's hot directory is missing, incomplete, or holds fewer ledgers than were
 * acknowledged (docs/protocol.md, "Opening a hot database"). Nothing on disk or in the catalog was
 * changed. It is never repaired silently.
 */
public final class HotVolumeLost extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String expected;
  private final String found;
  private final long highestLeft;
  private final PackBeside pack;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param expected what the catalog and the witness say
   * @param found what was found
   * @param highestLeft the highest ledger that is still there; empty if there is none
   * @param pack the state of the chunk's pack
   */
  public HotVolumeLost(
      ChunkId chunk,
      String path,
      String expected,
      String found,
      OptionalLong highestLeft,
      PackBeside pack) {
    super(
        "chunk "
            + chunk
            + ": hot data at "
            + path
            + " is lost: expected "
            + expected
            + ", found "
            + found,
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.expected = expected;
    this.found = found;
    this.highestLeft = highestLeft.orElse(-1);
    this.pack = pack;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** Its hot directory. */
  public String path() {
    return path;
  }

  /** What the catalog and the witness say. */
  public String expected() {
    return expected;
  }

  /** What was found. */
  public String found() {
    return found;
  }

  /** The highest ledger that is still there; empty if there is none. */
  public OptionalLong highestLeft() {
    return highestLeft < 0 ? OptionalLong.empty() : OptionalLong.of(highestLeft);
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
            "check that the volume of " + path + " is mounted and is the right one"));
    steps.add(
        new OperatorStep.ByHand("restore the volume or the directory, and run the command again"));
    if (pack == PackBeside.UNADOPTED) {
      steps.add(new OperatorStep.AdoptPack(chunk));
    }
    if (highestLeft >= 0 && pack != PackBeside.FROZEN) {
      steps.add(new OperatorStep.RewriteWitness(chunk));
    }
    steps.add(new OperatorStep.GiveUpHot(chunk, pack == PackBeside.FROZEN));
    return Optional.of(
        new OperatorNotice(
            "PF-HOT-LOST",
            "chunk "
                + chunk
                + " is ready, but hot data at "
                + path
                + " is lost: expected "
                + expected
                + ", found "
                + found,
            steps));
  }
}
