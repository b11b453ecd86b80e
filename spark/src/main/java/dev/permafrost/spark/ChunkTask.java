package dev.permafrost.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * The work of an executor on one chunk: runs a command of the command line, for that chunk only, in
 * the same process. Its answer is the JSON row of the command, with the executor and the attempt
 * added; a chunk that fails permanently has a row, too.
 *
 * <p>A failure that may be temporary, or specific to this executor, is thrown, so that Spark tries
 * again, perhaps on another executor. The last attempt that Spark allows answers with its row all
 * the same: its failure would end the job, and hide the other chunks.
 */
final class ChunkTask extends AbstractFunction1<Iterator<Integer>, String> implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final long LOOK_MILLIS = 200;

  private final ArrayList<String> command;
  private final HashMap<String, String> variables;
  private final String codec;
  private final int attempts;

  /**
   * Creates a task.
   *
   * @param command the command and its options, without the chunk
   * @param variables override those of the executor's environment
   * @param codec the fingerprint of the driver's codec
   * @param attempts how many times Spark tries a task
   */
  ChunkTask(List<String> command, Map<String, String> variables, String codec, int attempts) {
    this.command = new ArrayList<>(command);
    this.variables = new HashMap<>(variables);
    this.codec = codec;
    this.attempts = attempts;
  }

  /** The fingerprint of this process's codec. */
  static String codecHere() {
    return new ZstdFrameCodec().fingerprint().value();
  }

  /** Called by Spark with the only chunk of a partition. */
  @Override
  public String apply(Iterator<Integer> partition) {
    ChunkId chunk = new ChunkId(partition.next());
    TaskContext context = TaskContext.get();
    ObjectNode row = row(chunk, context);
    row.put("executor", executor());
    row.put("attempt", context.attemptNumber());
    return row.toString();
  }

  private ObjectNode row(ChunkId chunk, TaskContext context) {
    boolean isLast = context.attemptNumber() >= attempts - 1;
    String here = codecHere();
    if (!here.equals(codec)) {
      OtherCodec failure = new OtherCodec(executor(), here, codec);
      if (isLast) {
        return Rows.failed(chunk, failure, ExitCode.OPERATOR);
      }
      throw failure;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExitCode code = run(chunk, out, context);
    tell(chunk, context, code);
    return switch (code) {
      case DONE, DAMAGE, OPERATOR -> told(chunk, out);
      case USAGE, TRY_LATER -> {
        ObjectNode row = told(chunk, out);
        if (isLast) {
          yield row;
        }
        throw new ChunkFailed(row.path("failure").path("message").asText());
      }
      case HUNG_UP, INTERRUPTED, TERMINATED ->
          throw new TaskKilledException("chunk " + chunk + " was stopped");
    };
  }

  /**
   * Runs the command in a separate thread: Spark interrupts the task's thread to stop it, and an
   * interrupt would close the command's files.
   */
  private ExitCode run(ChunkId chunk, ByteArrayOutputStream out, TaskContext context) {
    CancelSource stop = new CancelSource();
    FutureTask<ExitCode> run = new FutureTask<>(() -> line(out, stop).run(arguments(chunk)));
    new Thread(run, "chunk-" + chunk).start();
    while (true) {
      try {
        return run.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (context.isInterrupted()) {
          stop.cancel();
        }
      } catch (InterruptedException e) {
        // The interrupt is not lost: the context reports it, too. The command ends between two
        // ledgers.
        stop.cancel();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the command line threw", e.getCause());
      }
    }
  }

  private PermafrostLine line(ByteArrayOutputStream out, CancelSource stop) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(variables);
    return new PermafrostLine(
        new Surroundings(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            System.err,
            false,
            stop.token(),
            new SystemTime(),
            InstantSource.system(),
            environment));
  }

  private String[] arguments(ChunkId chunk) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--chunk", Integer.toString(chunk.value()), "--json", "--quiet"));
    return line.toArray(String[]::new);
  }

  /** The only row; or the failure that ended the command before there was one. */
  private static ObjectNode told(ChunkId chunk, ByteArrayOutputStream out) {
    try {
      JsonNode answer = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
      return answer.path(0) instanceof ObjectNode row
          ? row
          : Rows.failed(chunk, answer.path("error"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the command line did not answer with JSON: " + out, e);
    }
  }

  private static String executor() {
    SparkEnv env = SparkEnv.get();
    return env.executorId() + "@" + env.blockManager().blockManagerId().host();
  }

  /** For readers of the executor's standard error. */
  @SuppressWarnings("SystemOut")
  private static void tell(ChunkId chunk, TaskContext context, ExitCode code) {
    System.err.println(
        "permafrost: chunk " + chunk + ", attempt " + context.attemptNumber() + ": " + code);
  }
}
