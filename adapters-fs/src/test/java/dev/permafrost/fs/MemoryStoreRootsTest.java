package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.testkit.machine.MemoryVfs;
import dev.permafrost.testkit.roots.StoreRootsContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

class MemoryStoreRootsTest extends StoreRootsContract {

  private final MemoryVfs vfs = new MemoryVfs();

  @Override
  protected StoreRoots openRoots() {
    return FileStores.roots(vfs, paths(), Set.of(ArtifactKind.LEDGERS));
  }

  @Override
  protected long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  protected void putData(RootRole role) throws IOException {
    put(
        role,
        switch (role) {
          case CATALOG -> "rocksdb";
          case HOT -> "00000042";
          case COLD -> "ledgers";
        });
  }

  @Override
  protected void putForeignDirectory(RootRole role) throws IOException {
    put(role, "lost+found");
  }

  @Override
  protected void putFile(RootRole role, String name) throws IOException {
    new StoreFixture(vfs).write(paths().of(role).resolve(name), new byte[7]);
  }

  @Override
  protected void linkIdentity(RootRole role) throws IOException {
    Path copies = Path.of(paths().cold() + "-copies");
    new StoreFixture(vfs).makeDirectories(copies);
    vfs.link(paths().of(role).resolve("PERMAFROST"), copies.resolve(role.word()));
  }

  private void put(RootRole role, String directory) throws IOException {
    new StoreFixture(vfs).makeDirectories(paths().of(role).resolve(directory));
  }

  private RootPaths paths() {
    return RootPaths.under(Path.of("/data"));
  }
}
