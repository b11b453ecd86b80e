package dev.permafrost.prove.damage;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.file.Path;
import java.util.Locale;

/** Which database of a store is damaged. */
enum Database {
  /** The hot database of {@link Specimen#CHUNK}. */
  HOT {
    @Override
    Path directory(Path data) {
      return hot(data, Specimen.CHUNK);
    }
  },
  /** The catalog's. */
  CATALOG {
    @Override
    Path directory(Path data) {
      return RootPaths.under(data).catalog().resolve("rocksdb");
    }
  };

  /** Its directory in a store (docs/protocol.md, "Layout"). */
  abstract Path directory(Path data);

  /** The directory of a chunk's hot database. */
  static Path hot(Path data, ChunkId chunk) {
    return RootPaths.under(data).hot().resolve(chunk.name());
  }

  /** As it is printed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
