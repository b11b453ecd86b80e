package dev.permafrost.domain.audit;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OperatorNotice;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.List;
import java.util.Optional;

/**
 * One thing that an audit found.
 *
 * @param violation what it is
 * @param severity how bad it is
 * @param chunk the chunk it is about; empty if it belongs to none
 * @param path where it is: a file, a directory, or a key of the catalog
 * @param text what is the matter, in one line
 * @param failure the failure that a user of the data would meet, if there is one
 * @param steps what ends it, the way that keeps most first; at least one
 */
public record Finding(
    Violation violation,
    Severity severity,
    Optional<ChunkId> chunk,
    String path,
    String text,
    Optional<StorageFailure> failure,
    List<OperatorStep> steps) {

  /** Copies the list. */
  public Finding {
    steps = List.copyOf(steps);
  }

  /** The first of the steps that the store itself can take; empty if there is none. */
  public Optional<OperatorStep> repair() {
    return steps.stream().filter(step -> !(step instanceof OperatorStep.ByHand)).findFirst();
  }

  /**
   * What an operator must read, if an operator must act: the failure's notice, with these steps.
   */
  public Optional<OperatorNotice> notice() {
    return failure
        .flatMap(StorageFailure::notice)
        .map(notice -> new OperatorNotice(notice.code(), notice.meaning(), steps));
  }

  /** A finding that a failure tells, with the ways out that it names. */
  static Finding of(Violation violation, ChunkId chunk, String path, StorageFailure failure) {
    return of(
        violation, chunk, path, failure, failure.notice().map(OperatorNotice::steps).orElseThrow());
  }

  /** A finding that a failure tells. */
  static Finding of(
      Violation violation,
      ChunkId chunk,
      String path,
      StorageFailure failure,
      List<OperatorStep> steps) {
    return new Finding(
        violation,
        Severity.of(failure),
        Optional.of(chunk),
        path,
        String.valueOf(failure.getMessage()),
        Optional.of(failure),
        steps);
  }

  /** A finding that no failure tells. */
  static Finding of(
      Violation violation,
      Severity severity,
      ChunkId chunk,
      String path,
      String text,
      OperatorStep... steps) {
    return new Finding(
        violation, severity, Optional.of(chunk), path, text, Optional.empty(), List.of(steps));
  }

  /** The same, with other steps. */
  Finding withSteps(List<OperatorStep> others) {
    return new Finding(violation, severity, chunk, path, text, failure, others);
  }

  /** The same, said in other words. */
  Finding withText(String words) {
    return new Finding(violation, severity, chunk, path, words, failure, steps);
  }
}
