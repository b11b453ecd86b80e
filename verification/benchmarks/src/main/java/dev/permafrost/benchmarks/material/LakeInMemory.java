package dev.permafrost.benchmarks.material;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeReport;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.threads.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A lake that holds the first chunk, one ledger an object as on the public lakes, every object in a
 * direct buffer: what it costs to read is decoding alone. Read-only after it was made.
 */
public final class LakeInMemory {

  private static final String NETWORK = "Network ; of the measurements";
  private static final URI NAME = URI.create("http://memory.invalid/");

  private final Map<String, ByteBuffer> objects;
  private final long rawBytes;

  private LakeInMemory(Map<String, ByteBuffer> objects, long rawBytes) {
    this.objects = objects;
    this.rawBytes = rawBytes;
  }

  /** The lake of some ledgers, made once in a run. */
  public static LakeInMemory shared(Setting setting, Ledgers ledgers) {
    return setting
        .shelf()
        .get("lake " + ledgers, LakeInMemory.class, () -> forge(setting, ledgers));
  }

  private static LakeInMemory forge(Setting setting, Ledgers ledgers) {
    Path directory = setting.directory().resolve("lake");
    LakeReport report =
        LakeForge.into(directory, LakeShape.usual(NETWORK))
            .withWorkers(setting.cores())
            .forge(
                ledgers.forge(setting.templates()),
                new Geometry(setting.ledgers()).range(new ChunkId(0)));
    Map<String, ByteBuffer> objects = new HashMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files = walk.filter(Files::isRegularFile).toList();
      for (Path file : files) {
        objects.put(directory.relativize(file).toString(), read(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Trees.delete(directory);
    return new LakeInMemory(Map.copyOf(objects), report.rawBytes());
  }

  private static ByteBuffer read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** Opens it. */
  @MustBeClosed
  public DataLake open() {
    return DataLakes.over(
        key -> Optional.ofNullable(objects.get(key)),
        LakeOptions.of(NAME).build(),
        new SystemTime());
  }

  /** The sum of its objects, about as much as a pack of the same ledgers has. */
  public long objectBytes() {
    return objects.values().stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /** The sum of its raw ledgers. */
  public long rawBytes() {
    return rawBytes;
  }
}
