package dev.permafrost.domain.read;

import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of one chunk, in the catalog and on disk.
 *
 * @param row its entries in the catalog
 * @param highest the highest readable ledger; empty if there is none
 * @param hotPath where its hot database is or would be
 * @param hotBytes the bytes of its hot database on disk
 * @param files the files of its artifacts, of kinds that have a key
 * @param problems what is wrong; empty if nothing is
 */
public record ChunkStatus(
    ChunkRow row,
    OptionalLong highest,
    String hotPath,
    long hotBytes,
    SortedMap<ArtifactKind, File> files,
    List<StorageFailure> problems) {

  /**
   * An artifact's file.
   *
   * @param path where it is or would be
   * @param bytes its size; empty if there is no file
   */
  public record File(String path, OptionalLong bytes) {}

  /** Copies map and list. */
  public ChunkStatus {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    problems = List.copyOf(problems);
  }
}
