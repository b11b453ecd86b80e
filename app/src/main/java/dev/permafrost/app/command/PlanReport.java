package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.plan.ChunkWork;
import dev.permafrost.app.plan.LakeEstimate;
import dev.permafrost.app.space.SpaceNeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A plan as text and as JSON.
 *
 * @param chunks the requested chunks
 * @param work the work left
 * @param fetched what it takes from the lake
 * @param newPacks the bytes of the packs to be made; empty if unknown
 * @param givenRate bytes of the lake a second, if the operator gave it
 * @param need the space it takes; empty without a store, or if unknown
 * @param hasStore whether a store was named
 */
record PlanReport(
    ChunkSpan chunks,
    ChunkWork work,
    LakeEstimate fetched,
    OptionalLong newPacks,
    OptionalLong givenRate,
    Optional<SpaceNeed> need,
    boolean hasStore) {

  private static final String UNKNOWN = "unknown: no object of these chunks could be sampled";

  private OptionalLong rate() {
    return givenRate.isPresent() ? givenRate : fetched.bytesPerSecond();
  }

  private Optional<Duration> time() {
    if (rate().isEmpty() || fetched.fetchBytes().isEmpty()) {
      return Optional.empty();
    }
    double seconds = (double) fetched.fetchBytes().getAsLong() / rate().getAsLong();
    return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private OptionalLong endBytes() {
    return newPacks.isPresent()
        ? OptionalLong.of(work.packBytes() + newPacks.getAsLong())
        : newPacks;
  }

  private OptionalLong peakBytes() {
    return newPacks.isPresent()
        ? OptionalLong.of(work.packBytes() + work.hotBytes() + newPacks.getAsLong())
        : newPacks;
  }

  private long missingObjects() {
    return fetched.listed().map(listed -> listed.missing()).orElse(0L);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    add(lines, "chunks", chunks + ", " + counted(chunks.count(), "chunk"));
    add(lines, "there already", there());
    add(lines, "to freeze", work.fromHot().size() + " from hot data, " + lakeChunks());
    if (!work.fromLake().isEmpty()) {
      add(lines, "to fetch", toFetch());
      if (missingObjects() > 0) {
        add(lines, "missing", counted(missingObjects(), "object") + " that the lake does not list");
      }
      if (fetched.covered() < fetched.ledgers()) {
        long left = fetched.ledgers() - fetched.covered();
        add(lines, "not yet there", counted(left, "ledger") + " that the lake does not cover");
      }
      add(lines, "time", timeWords());
    }
    add(lines, "packs to make", bytes(newPacks));
    add(lines, "on disk at the end", bytes(endBytes()) + " of these chunks, in packs");
    add(lines, "at the peak", bytes(peakBytes()) + ", before hot data is discarded");
    need.ifPresent(space -> space.shares().forEach(share -> add(lines, "space", words(share))));
    if (!hasStore) {
      add(lines, "space", "not compared: name the store with --data DIR");
    }
    return lines;
  }

  private static void add(List<String> lines, String name, String value) {
    lines.add(String.format(Locale.ROOT, "%-20s %s", name, value));
  }

  private static String counted(long number, String noun) {
    return Quantity.count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private String there() {
    return counted(work.frozen().size(), "frozen chunk")
        + ", "
        + Quantity.bytes(work.packBytes())
        + " in packs, "
        + Quantity.bytes(work.hotBytes())
        + " in hot data";
  }

  private String lakeChunks() {
    return Quantity.count(work.fromLake().size()) + " from the lake";
  }

  private String toFetch() {
    String objects = counted(fetched.objects() - missingObjects(), "object");
    if (fetched.listed().isPresent()) {
      return objects + ", " + bytes(fetched.fetchBytes()) + ", as the lake lists them";
    }
    return fetched.fetchBytes().isEmpty()
        ? objects + ", of unknown size"
        : objects + ", about " + bytes(fetched.fetchBytes()) + ", by " + samples();
  }

  private String samples() {
    return "a sample of " + counted(fetched.sample().ledgers(), "ledger");
  }

  private String timeWords() {
    if (time().isEmpty()) {
      return UNKNOWN;
    }
    String words = Quantity.time(time().get()) + " at " + Quantity.bytes(rate().getAsLong()) + "/s";
    return givenRate.isPresent()
        ? words + ", as given"
        : words + ", measured on " + samples() + " and one thread; a freeze uses all processors";
  }

  private static String bytes(OptionalLong bytes) {
    return bytes.isPresent() ? Quantity.bytes(bytes.getAsLong()) : "an unknown number of bytes";
  }

  private static String words(SpaceNeed.Share share) {
    String free =
        share.volume().isKnown()
            ? Quantity.bytes(share.volume().freeBytes()) + " free"
            : "free space unknown";
    return (share.fits() ? "fits: " : "does NOT fit: ")
        + Quantity.bytes(share.neededBytes())
        + " needed, "
        + free
        + " on the volume of "
        + share.roots();
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("firstChunk", chunks.first().value());
    fields.put("lastChunk", chunks.last().value());
    fields.put("frozenChunks", work.frozen().size());
    fields.put("chunksFromHot", work.fromHot().size());
    fields.put("chunksFromLake", work.fromLake().size());
    fields.put("packBytesThere", work.packBytes());
    fields.put("hotBytesThere", work.hotBytes());
    fields.put("objectsToFetch", fetched.objects() - missingObjects());
    putIfKnown(fields, "bytesToFetch", fetched.fetchBytes());
    fields.put("sizesFrom", fetched.listed().isPresent() ? "listing" : "samples");
    fields.put("missingObjects", missingObjects());
    fields.put("ledgersNotCovered", fetched.ledgers() - fetched.covered());
    fields.put("sampledLedgers", fetched.sample().ledgers());
    putIfKnown(fields, "newPackBytes", newPacks);
    putIfKnown(fields, "endBytes", endBytes());
    putIfKnown(fields, "peakBytes", peakBytes());
    putIfKnown(fields, "bytesPerSecond", rate());
    if (rate().isPresent()) {
      fields.put("rateFrom", givenRate.isPresent() ? "given" : "measured");
    }
    time().ifPresent(time -> fields.put("estimatedMillis", time.toMillis()));
    fields.put("volumes", need.map(PlanReport::volumes).orElse(List.of()));
    need.ifPresent(
        space -> fields.put("fits", space.shares().stream().allMatch(SpaceNeed.Share::fits)));
    return fields;
  }

  private static void putIfKnown(Map<String, Object> fields, String name, OptionalLong value) {
    if (value.isPresent()) {
      fields.put(name, value.getAsLong());
    }
  }

  private static List<Map<String, Object>> volumes(SpaceNeed need) {
    List<Map<String, Object>> volumes = new ArrayList<>();
    for (SpaceNeed.Share share : need.shares()) {
      Map<String, Object> volume = new LinkedHashMap<>();
      volume.put("roots", share.roots());
      volume.put("neededBytes", share.neededBytes());
      if (share.volume().isKnown()) {
        volume.put("freeBytes", share.volume().freeBytes());
      }
      volume.put("fits", share.fits());
      volumes.add(volume);
    }
    return volumes;
  }
}
