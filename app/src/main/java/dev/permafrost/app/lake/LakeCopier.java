package dev.permafrost.app.lake;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Copies the objects of a range from a lake into the directory of another one, as they are stored.
 * Each is copied whole or not at all, after all of it was checked, including its link to the object
 * copied before it. Not thread-safe.
 */
public final class LakeCopier {

  private final Path directory;
  private final LakeShape shape;
  private final boolean replaces;
  private final ProblemList problems = new ProblemList(List.of());
  private Optional<LedgerHash> lastHash = Optional.empty();
  private long copied;
  private long replaced;
  private long there;
  private long storedBytes;

  /**
   * Creates a copier into a lake's directory.
   *
   * @param shape the naming of its objects
   * @param replaces whether an object replaces a different one
   */
  public LakeCopier(Path directory, LakeShape shape, boolean replaces) {
    this.directory = directory.toAbsolutePath();
    this.shape = shape;
    this.replaces = replaces;
  }

  /** Creates the directory of a lake with this manifest; durable when this returns. */
  public static void create(Path directory, byte[] manifest) {
    try (DurableFiles files = DurableFiles.open()) {
      Path file = directory.toAbsolutePath().resolve(LakeShape.MANIFEST_KEY);
      files.replace(file, List.of(ByteBuffer.wrap(manifest)));
      files.finish();
    }
  }

  /**
   * Copies. Copied objects are durable when this returns; after a failure or a cancellation, the
   * objects copied before are there, whole.
   *
   * @param progress receives the number of ledgers handled
   */
  public CopyReport copy(
      DataLake from, LedgerRange range, CancelToken cancel, LongConsumer progress) {
    try (DurableFiles files = DurableFiles.open();
        ObjectWalk walk = from.walk(range, cancel)) {
      while (walk.next()) {
        take(walk, files);
        progress.accept(Math.min(walk.named().last(), range.last()) - range.first() + 1);
      }
      files.finish();
    }
    return new CopyReport(copied, replaced, there, storedBytes, problems);
  }

  private void take(ObjectWalk walk, DurableFiles files) {
    if (walk.state() != ObjectWalk.State.SOUND) {
      lastHash = Optional.empty();
      problems.add(Problem.of(walk, walk.named()));
      return;
    }
    LedgerRange held = walk.ledgers();
    LedgerFront first = walk.front(held.first());
    boolean links = lastHash.isEmpty() || lastHash.get().equals(first.previousHash());
    lastHash = Optional.of(walk.front(held.last()).hash());
    if (!links) {
      problem(
          walk,
          ProblemKind.WRONG,
          walk.location() + " does not link to the object before it",
          ExitCode.DAMAGE);
      return;
    }
    write(walk, files);
  }

  private void write(ObjectWalk walk, DurableFiles files) {
    Path file = directory.resolve(shape.key(walk.named().first()));
    boolean isThere = Files.exists(file);
    if (isThere && holds(file, walk)) {
      there++;
      return;
    }
    if (isThere && !replaces) {
      problem(
          walk,
          ProblemKind.WRONG,
          file + " exists and differs; --replace replaces it",
          ExitCode.USAGE);
      return;
    }
    files.replace(file, walk.borrowedBody());
    storedBytes += walk.storedBytes();
    copied += isThere ? 0 : 1;
    replaced += isThere ? 1 : 0;
  }

  private static boolean holds(Path file, ObjectWalk walk) {
    try {
      if (Files.size(file) != walk.storedBytes()) {
        return false;
      }
      ByteBuffer stored = ByteBuffer.wrap(Files.readAllBytes(file));
      for (ByteBuffer part : walk.borrowedBody()) {
        if (!stored.slice(stored.position(), part.remaining()).equals(part)) {
          return false;
        }
        stored.position(stored.position() + part.remaining());
      }
      return true;
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "read", file.toString(), SystemState.of(file));
    }
  }

  private void problem(ObjectWalk walk, ProblemKind kind, String text, ExitCode code) {
    problems.add(new Problem(kind, walk.named().first(), walk.named().last(), 1, text, code));
  }
}
