package dev.permafrost.fs;

import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The content of a pack's trailer, index and app data, and the checks it passed. Sizes are in
 * bytes; numbers are unsigned as in the file.
 *
 * @param path the file
 * @param fileBytes its size
 * @param trailer the fields of the trailer, if its magic number was there; only reliable as far as
 *     the checks went
 * @param index figures of the offset index, if it could be read
 * @param appData the app data, if the checks went so far
 * @param contentHash the state of the content hash
 * @param checks the checks made, in order; the last one failed, or all passed
 */
public record PackInspection(
    String path,
    long fileBytes,
    Optional<Trailer> trailer,
    Optional<Index> index,
    Optional<AppData> appData,
    ContentHash contentHash,
    List<Check> checks) {

  /** Copies the list. */
  public PackInspection {
    checks = List.copyOf(checks);
  }

  /** Whether every check passed. */
  public boolean isSound() {
    return failure().isEmpty();
  }

  /** The check that failed, if there is one. */
  public Optional<Check> failure() {
    return checks.stream().filter(check -> !check.held()).findFirst();
  }

  /**
   * One check.
   *
   * @param name what was checked
   * @param held whether it passed
   * @param expected what it expects
   * @param found what it found
   * @param damage the kind of damage that it detects
   */
  public record Check(String name, boolean held, String expected, String found, Damage damage) {}

  /**
   * The fields of the trailer (docs/pack-format.md, "Trailer").
   *
   * @param version the version of the container
   * @param flags bit 0: a content hash is present; bit 1: records have their own checksums
   * @param format the content of the pack; 1: ledgers
   * @param recordCount the number of records
   * @param itemCount the number of items
   * @param itemsPerRecord how many items a full record holds
   * @param indexBytes the size of the offset index, its checksum included
   * @param appDataBytes the size of the app data
   * @param contentHash 64 lower-case hexadecimal digits, zeros if there is none
   * @param appDataCrc the CRC32C of the app data; 0 in some packs of the oldest form
   * @param crc the CRC32C stored in the trailer
   */
  public record Trailer(
      int version,
      int flags,
      long format,
      long recordCount,
      long itemCount,
      long itemsPerRecord,
      long indexBytes,
      long appDataBytes,
      String contentHash,
      long appDataCrc,
      long crc) {}

  /**
   * The offset index.
   *
   * @param groups the number of groups of 128 sizes
   * @param recordsBytes the size of all records together
   * @param smallestRecordBytes the size of the smallest record; 0 if there is none
   * @param largestRecordBytes the size of the largest record; 0 if there is none
   * @param averageRecordBytes the average size, rounded down; 0 if there is no record
   */
  public record Index(
      int groups,
      long recordsBytes,
      long smallestRecordBytes,
      long largestRecordBytes,
      long averageRecordBytes) {}

  /**
   * The app data.
   *
   * @param bytes its size
   * @param headHex its first bytes, at most 64, in hexadecimal
   * @param form its form, in a pack of ledgers
   * @param firstSequence the first ledger, in a pack of ledgers
   */
  public record AppData(
      long bytes, String headHex, Optional<PackForm> form, OptionalLong firstSequence) {}

  /** The state of the content hash. */
  public enum ContentHash {
    /** There is none, or the checks did not reach it. */
    ABSENT,
    /** There is one, but the records were not read. */
    UNCHECKED,
    /** There is one, and the items match it. */
    MATCHES,
    /** There is one, and the items do not match it. */
    DIFFERS
  }
}
