package dev.permafrost.domain.audit;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OperatorNotice;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that an audit found.
 *
 * @param violation what it is
 * @param severity how bad it is
 * @param chunk the chunk it is about; empty if it belongs to none
 * @param path where it is: a file, a directory, or a key of the catalog
 * @param text what is the matter, in one line
 * @param failure the failure that whoever uses the data would meet, if there is one
 * @param repair what ends it
 */
public record Finding(
    Violation violation,
    Severity severity,
    Optional<ChunkId> chunk,
    String path,
    String text,
    Optional<StorageFailure> failure,
    Repair repair) {

  /** What an operator must read, if an operator must act. */
  public Optional<OperatorNotice> notice() {
    return switch (violation) {
      case FILE_WITHOUT_KEY, HOT_WITHOUT_KEY ->
          Optional.of(
              new OperatorNotice(
                  "PF-ORPHAN",
                  text,
                  Stream.of(
                          "no crash leaves this behind: find out whether the catalog was restored from"
                              + " an older copy, or files were copied here",
                          "if the catalog has lost keys, restore it, and do not remove what it forgot",
                          "else have it removed")
                      .<OperatorStep>map(OperatorStep.ByHand::new)
                      .toList()));
      default -> failure.flatMap(StorageFailure::notice);
    };
  }

  /** A finding that a failure tells. */
  static Finding of(
      Violation violation, ChunkId chunk, String path, StorageFailure failure, Repair repair) {
    return new Finding(
        violation,
        Severity.of(failure),
        Optional.of(chunk),
        path,
        String.valueOf(failure.getMessage()),
        Optional.of(failure),
        repair);
  }

  /** A finding that no failure tells. */
  static Finding of(
      Violation violation,
      Severity severity,
      ChunkId chunk,
      String path,
      String text,
      Repair repair) {
    return new Finding(
        violation, severity, Optional.of(chunk), path, text, Optional.empty(), repair);
  }

  /** The same, said in other words. */
  Finding withText(String words) {
    return new Finding(violation, severity, chunk, path, words, failure, repair);
  }
}
