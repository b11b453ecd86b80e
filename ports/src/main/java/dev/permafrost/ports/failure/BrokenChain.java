package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if an intact ledger does not link to its predecessor, or does not have the trusted hash. A
 * header that does not match its own hash is damage of the place it was read from instead.
 */
public final class BrokenChain extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** The rule that is broken. */
  public enum Kind {
    /** The previous hash is not the predecessor's hash. */
    LINK("link to the predecessor"),
    /** The chunk's pack and its hot data hold different ledgers. */
    COPIES("hash in the chunk's hot data"),
    /** The ledger's hash is not the one that the operator trusts. */
    ANCHOR("trusted hash");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The rule in words. */
    public String word() {
      return word;
    }
  }

  private final transient ChunkId chunk;
  private final long sequence;
  private final Kind kind;
  private final String expected;
  private final String found;
  private final transient @Nullable ChunkId neighbour;

  /**
   * A break inside a chunk, or a difference from the trusted hash.
   *
   * @param chunk the chunk
   * @param sequence the ledger at which the chain breaks
   * @param kind the rule that is broken
   * @param expected the hash that the rule requires
   * @param found the hash that was found
   */
  public BrokenChain(ChunkId chunk, long sequence, Kind kind, String expected, String found) {
    this(chunk, sequence, kind, expected, found, null);
  }

  private BrokenChain(
      ChunkId chunk,
      long sequence,
      Kind kind,
      String expected,
      String found,
      @Nullable ChunkId neighbour) {
    super(message(chunk, sequence, kind, expected, found, neighbour), null, Remedy.REPLACE_DATA);
    this.chunk = chunk;
    this.sequence = sequence;
    this.kind = kind;
    this.expected = expected;
    this.found = found;
    this.neighbour = neighbour;
  }

  /**
   * A broken link between a chunk and its neighbour.
   *
   * @param neighbour the adjacent chunk
   */
  public static BrokenChain between(
      ChunkId chunk, ChunkId neighbour, long sequence, String expected, String found) {
    return new BrokenChain(chunk, sequence, Kind.LINK, expected, found, neighbour);
  }

  private static String message(
      ChunkId chunk,
      long sequence,
      Kind kind,
      String expected,
      String found,
      @Nullable ChunkId neighbour) {
    String message =
        "chunk "
            + chunk
            + ": the chain breaks at ledger "
            + sequence
            + " ("
            + kind.word()
            + "): expected "
            + expected
            + ", found "
            + found;
    return neighbour == null
        ? message
        : message
            + "; chunk "
            + neighbour
            + " next to it belongs to another chain of the same network: was the network reset?";
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The ledger at which the chain breaks. */
  public long sequence() {
    return sequence;
  }

  /** Which rule it breaks. */
  public Kind kind() {
    return kind;
  }

  /** The hash that the rule requires. */
  public String expected() {
    return expected;
  }

  /** The hash that was found. */
  public String found() {
    return found;
  }

  /** The adjacent chunk that it does not link to; empty if the break is not at a chunk border. */
  public Optional<ChunkId> neighbour() {
    return Optional.ofNullable(neighbour);
  }

  @Override
  public Optional<OperatorNotice> notice() {
    if (neighbour == null) {
      return Optional.empty();
    }
    return Optional.of(
        new OperatorNotice(
            "PF-OTHER-CHAIN",
            "chunk "
                + chunk
                + " and chunk "
                + neighbour
                + " do not link at ledger "
                + sequence
                + ": one of them belongs to another chain of the same network",
            List.of(
                new OperatorStep.ByHand(
                    "find out which of the two belongs to the current network: was it reset?"),
                new OperatorStep.GiveUpChunk(neighbour),
                new OperatorStep.GiveUpChunk(chunk))));
  }
}
