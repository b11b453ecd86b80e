package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.failure.PathRules;
import dev.permafrost.ports.roots.RootRole;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Determines the three roots of a store from the options. */
public final class StorePlaces {

  private StorePlaces() {}

  /**
   * The roots: each named by its own option, or by default under one directory (docs/protocol.md,
   * "Layout").
   *
   * @param data the directory for roots that are not named
   * @throws WrongUsage if a root is not named and there is no such directory
   * @throws dev.permafrost.ports.failure.UnusablePath if a path cannot be used
   */
  public static RootPaths of(
      @Nullable Path data, @Nullable Path catalog, @Nullable Path hot, @Nullable Path cold) {
    RootPaths places = named(data, catalog, hot, cold);
    for (RootRole role : RootRole.values()) {
      PathRules.requireRoot(places.of(role));
    }
    // These two hold databases.
    PathRules.requireSayable(places.catalog());
    PathRules.requireSayable(places.hot());
    return places;
  }

  private static RootPaths named(
      @Nullable Path data, @Nullable Path catalog, @Nullable Path hot, @Nullable Path cold) {
    if (data == null) {
      return new RootPaths(named("--catalog", catalog), named("--hot", hot), named("--cold", cold));
    }
    RootPaths byDefault = RootPaths.under(data);
    return new RootPaths(
        catalog == null ? byDefault.catalog() : catalog,
        hot == null ? byDefault.hot() : hot,
        cold == null ? byDefault.cold() : cold);
  }

  private static Path named(String option, @Nullable Path path) {
    if (path == null) {
      throw new WrongUsage("where is the store? Name it with --data DIR, or with " + option);
    }
    return path;
  }
}
