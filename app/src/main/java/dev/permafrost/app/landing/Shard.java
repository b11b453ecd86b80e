package dev.permafrost.app.landing;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One of several equal shares of a range of chunks: every {@code count}-th, starting with the
 * {@code index}-th.
 *
 * @param index which share, from 0
 * @param count how many shares there are
 */
public record Shard(int index, int count) {

  /** All chunks. */
  public static final Shard WHOLE = new Shard(0, 1);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})?/([0-9]{1,9})");

  /**
   * The variables with the share's number: of an indexed Job of Kubernetes, and of an array job of
   * AWS Batch.
   */
  private static final List<String> VARIABLES =
      List.of("JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX");

  /**
   * Checks both numbers.
   *
   * @throws WrongUsage if there is no such share
   */
  public Shard {
    if (count < 1 || index < 0 || index >= count) {
      throw new WrongUsage(
          "--shard is I/N with I from 0 to N-1, not '" + index + "/" + count + "'");
    }
  }

  /**
   * Parses {@code I/N}, or {@code /N} if the environment gives the number of the share.
   *
   * @throws WrongUsage if it is neither, or the environment does not give it
   */
  public static Shard parse(String text, Map<String, String> environment) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new WrongUsage("--shard is I/N, or /N in an indexed Job, not '" + text + "'");
    }
    String index = form.group(1) == null ? fromEnvironment(environment) : form.group(1);
    return new Shard(Integer.parseInt(index), Integer.parseInt(form.group(2)));
  }

  private static String fromEnvironment(Map<String, String> environment) {
    String index =
        VARIABLES.stream()
            .filter(environment::containsKey)
            .map(environment::get)
            .findFirst()
            .orElseThrow(
                () ->
                    new WrongUsage(
                        "--shard /N needs one of the variables "
                            + String.join(", ", VARIABLES)
                            + "; write I/N without"));
    if (!index.matches("[0-9]{1,9}")) {
      throw new WrongUsage(
          "--shard: the environment variable has '" + index + "', which is not a number");
    }
    return index;
  }

  /** The chunks of this share, in order. */
  public List<ChunkId> of(List<ChunkId> chunks) {
    return IntStream.range(0, chunks.size())
        .filter(place -> place % count == index)
        .mapToObj(chunks::get)
        .toList();
  }
}
