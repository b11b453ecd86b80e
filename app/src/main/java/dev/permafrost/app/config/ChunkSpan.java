package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chunks of a command: one number, or a range with both ends included.
 *
 * @param first the first chunk
 * @param last the last chunk, not below the first
 */
public record ChunkSpan(ChunkId first, ChunkId last) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?");

  /**
   * Parses {@code N} or {@code A-B}.
   *
   * @throws WrongUsage if it is neither, or the range is empty
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such chunk
   */
  public static ChunkSpan parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new WrongUsage("chunks are a number or a range A-B, not '" + text + "'");
    }
    long first = Long.parseLong(form.group(1));
    long last = form.group(2) == null ? first : Long.parseLong(form.group(2));
    if (last < first) {
      throw new WrongUsage("the range of chunks '" + text + "' ends before it begins");
    }
    Geometry geometry = Geometry.STANDARD;
    return new ChunkSpan(geometry.chunk(first), geometry.chunk(last));
  }

  /** The number of chunks. */
  public int count() {
    return last.value() - first.value() + 1;
  }

  /** Whether a chunk is in the range. */
  public boolean contains(ChunkId chunk) {
    return first.compareTo(chunk) <= 0 && chunk.compareTo(last) <= 0;
  }

  /** All chunks of the range, in order. */
  public List<ChunkId> chunks() {
    List<ChunkId> chunks = new ArrayList<>(count());
    for (int number = first.value(); number <= last.value(); number++) {
      chunks.add(new ChunkId(number));
    }
    return chunks;
  }

  @Override
  public String toString() {
    return first.equals(last) ? first.toString() : first + "-" + last;
  }
}
