package dev.permafrost.rocksdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.StorageFailure;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The other process of a test: tries what cannot work, and says which failure it meets. */
final class SpokenErrors {

  private static final ChunkId OTHER = new ChunkId(8);
  private static final ChunkId ANOTHER = new ChunkId(9);

  private SpokenErrors() {}

  /** Runs {@code full ROOT} or {@code read-only ROOT}. */
  public static void main(String[] arguments) {
    HotFixture fixture = new HotFixture(Path.of(arguments[1]));
    if (arguments[0].equals("full")) {
      say("create", () -> fixture.stores().create(OTHER, HotFixture.FAMILIES, 0));
      Path catalog = fixture.directory().resolveSibling("catalog");
      say("catalog", () -> RocksDbStores.metaStores(catalog).create());
    } else {
      say("create", () -> fixture.stores().create(ANOTHER, HotFixture.FAMILIES, 0));
      say("open", () -> fixture.stores().openExisting(HotFixture.CHUNK, HotFixture.FAMILIES));
    }
  }

  private interface Opening extends Supplier<AutoCloseable> {
    @Override
    @MustBeClosed
    AutoCloseable get();
  }

  @SuppressWarnings("SystemOut") // the parent reads it
  private static void say(String what, Opening opening) {
    try (AutoCloseable opened = opening.get()) {
      System.out.println(what + " worked: " + opened);
    } catch (NoSpace e) {
      System.out.println(what + " NoSpace " + e.shortage());
      System.out.println("because of " + e.getCause());
    } catch (StorageFailure e) {
      System.out.println(what + " " + e.getClass().getSimpleName());
      System.out.println("because of " + e.getCause());
    } catch (Exception e) {
      System.out.println(what + " " + e);
    }
  }
}
