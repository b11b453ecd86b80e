package dev.permafrost.prove.power;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A file system that can be shut down as a power cut does. */
enum FileSystem {
  /** Its metadata is journaled; data is written before the metadata that leads to it. */
  EXT4("mkfs.ext4 -q -F -E nodiscard"),
  /** Its metadata is logged; the size of a file grows after its data is written. */
  XFS("mkfs.xfs -q -f -K");

  private final String format;

  FileSystem(String format) {
    this.format = format;
  }

  /** As it is printed and mounted. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The command that makes one. */
  String program() {
    return words().get(0);
  }

  /** Makes one in a file. */
  void formatIn(Path image) {
    Tool.run(Stream.concat(words().stream(), Stream.of(image.toString())).toList());
  }

  private List<String> words() {
    return List.of(format.split(" "));
  }
}
