package dev.permafrost.ports.failure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's texts for an error, in English and in the language of this process. The
 * latter are found out by provoking the error on files that every Linux system has. While such a
 * file cannot be opened, only English is known.
 */
enum SystemWords {
  /** A device failed (EIO). */
  DEVICE("input/output error") {
    @Override
    void provoke() throws IOException {
      // No process has anything mapped at address 0.
      try (FileChannel memory = open("/proc/self/mem", StandardOpenOption.READ)) {
        memory.read(ByteBuffer.allocate(1));
      }
    }
  },

  /** The file system does not support the operation (EINVAL, ENOTSUP, ENOSYS). */
  UNSUPPORTED("invalid argument", "not supported", "function not implemented") {
    @Override
    void provoke() throws IOException {
      try (FileChannel nothing = open("/dev/null", StandardOpenOption.WRITE)) {
        nothing.force(true);
      }
    }

    @Override
    void provokeAnother() throws IOException {
      Files.getFileAttributeView(Path.of("/proc/version"), UserDefinedFileAttributeView.class)
          .size("user");
    }
  },

  /** The volume is full (ENOSPC). */
  NO_SPACE("no space left", "nospace") {
    @Override
    void provoke() throws IOException {
      try (FileChannel full = open("/dev/full", StandardOpenOption.WRITE)) {
        full.write(ByteBuffer.allocate(1));
      }
    }
  },

  /** The quota is used up (EDQUOT). */
  QUOTA("quota exceeded"),

  /** The access is denied, or the volume is read-only (EACCES, EPERM, EROFS). */
  DENIED("permission denied", "operation not permitted", "read-only file system"),

  /** This process, or the machine, may open no more files (EMFILE, ENFILE). */
  NO_DESCRIPTORS("too many open files");

  private static final String COLON = ": ";

  @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
  private final List<String> english;

  SystemWords(String... english) {
    this.english = List.of(english);
  }

  /** Fails with the error, if this system allows it. */
  void provoke() throws IOException {}

  /** Fails with another error of the same meaning. */
  void provokeAnother() throws IOException {}

  interface Provocation {
    void run() throws IOException;
  }

  /** Null until all are learned. The language of a process does not change. */
  private static volatile @Nullable Map<SystemWords, List<String>> learned;

  private static Map<SystemWords, List<String>> learned() {
    Map<SystemWords, List<String>> known = learned;
    if (known == null) {
      Map<SystemWords, List<String>> words = new EnumMap<>(SystemWords.class);
      boolean isAll = true;
      for (SystemWords kind : values()) {
        Optional<String> one = learn(kind::provoke);
        Optional<String> another = learn(kind::provokeAnother);
        isAll &= one.isPresent() && another.isPresent();
        words.put(
            kind,
            Stream.of(one, another)
                .flatMap(Optional::stream)
                .filter(word -> !word.isBlank())
                .toList());
      }
      if (isAll) {
        learned = words;
      }
      known = words;
    }
    return known;
  }

  /**
   * The text of an error that is provoked; an empty text if this system allows what was tried.
   *
   * @return nothing if the file could not be opened: the error is then another one, such as that of
   *     a process without free descriptors, and must not be taken for this one
   */
  static Optional<String> learn(Provocation provocation) {
    try {
      provocation.run();
    } catch (IOException e) {
      String said = said(e);
      int ownText = said.lastIndexOf(COLON);
      // The JDK names the file in an error of opening, and in another error only after its own
      // text.
      return e instanceof FileSystemException && ownText < 0
          ? Optional.empty()
          : Optional.of(said.substring(ownText < 0 ? 0 : ownText + COLON.length()));
    } catch (RuntimeException e) {
      return Optional.of("");
    }
    return Optional.of("");
  }

  private static FileChannel open(String file, OpenOption how) throws IOException {
    return FileChannel.open(Path.of(file), how);
  }

  /** The text of an error, in lower case; without the path if it names one. */
  static String said(IOException error) {
    String words =
        error instanceof FileSystemException specific ? specific.getReason() : error.getMessage();
    return words == null ? "" : words.toLowerCase(Locale.ROOT);
  }

  /** Whether a text, in lower case and without a path, contains one of these. */
  boolean areIn(String said) {
    return english.stream().anyMatch(said::contains)
        || (!said.isEmpty()
            && learned().getOrDefault(this, List.of()).stream().anyMatch(said::contains));
  }
}
