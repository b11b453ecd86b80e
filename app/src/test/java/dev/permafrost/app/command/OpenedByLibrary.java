package dev.permafrost.app.command;

import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.failure.NativeLibraryUnavailable;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.nio.file.Path;

/** A separate program that opens a store through the library, twice. */
final class OpenedByLibrary {

  private OpenedByLibrary() {}

  /** The argument: the store's directory. Exits with 4 for the failure that is looked for. */
  @SuppressWarnings("SystemOut") // the parent reads it
  public static void main(String[] arguments) {
    int refused = 0;
    for (int i = 0; i < 2; i++) {
      try (OpenStore<Store> opened = Permafrost.at(Path.of(arguments[0])).open()) {
        System.out.println("opened, with " + opened.kinds());
      } catch (NativeLibraryUnavailable e) {
        System.out.println(e.getMessage());
        System.out.println(e.notice().orElseThrow().code());
        refused++;
      }
    }
    System.exit(refused == 2 ? 4 : 0);
  }
}
