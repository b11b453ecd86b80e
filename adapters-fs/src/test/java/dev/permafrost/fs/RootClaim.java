package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import java.nio.file.Path;
import java.util.Set;

/** A process that claims a cold root, makes it reachable, and says what came of it. */
final class RootClaim {

  private RootClaim() {}

  /** The argument: the store's directory. */
  @SuppressWarnings("SystemOut") // the parent reads it
  public static void main(String[] arguments) {
    RootPaths paths = RootPaths.under(Path.of(arguments[0]));
    try (StoreRoots roots =
        FileStores.roots(FileStores.posix(), paths, Set.of(ArtifactKind.LEDGERS))) {
      roots.claim(RootRole.COLD);
      roots.makeReachable(RootRole.COLD).forEach(System.out::println);
      System.out.println("reachable");
    } catch (StorageFailure e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
