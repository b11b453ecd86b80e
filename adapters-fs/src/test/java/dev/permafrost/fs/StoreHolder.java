package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;

/** A process of its own that holds the roots of a store until its input ends or it is killed. */
final class StoreHolder {

  static final StoreId STORE = new StoreId("00112233445566778899aabbccddeeff");

  private StoreHolder() {}

  /** Says {@code held} when it holds them. The arguments: directory, {@code claim} or share. */
  public static void main(String[] arguments) throws IOException {
    RootPaths paths = RootPaths.under(Path.of(arguments[0]));
    try (StoreRoots roots =
        FileStores.roots(FileStores.posix(), paths, Set.of(ArtifactKind.LEDGERS))) {
      for (RootRole role : RootRole.values()) {
        if (arguments[1].equals("claim")) {
          roots.claim(role);
          roots.name(role, STORE);
        } else {
          roots.share(role);
        }
      }
      System.out.println("held");
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
