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
import java.util.stream.Stream;

/**
 * The operating system's texts for an error, in English and in the language of this process. The
 * latter are found out by provoking the error on files that every Linux system has. If such a file
 * is missing, only English is known.
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

  private interface Provocation {
    void run() throws IOException;
  }

  /** Determined once, on first use, since the language of a process does not change. */
  private static final class Learned {
    static final Map<SystemWords, List<String>> WORDS = new EnumMap<>(SystemWords.class);

    static {
      for (SystemWords kind : values()) {
        WORDS.put(kind, Stream.concat(learn(kind::provoke), learn(kind::provokeAnother)).toList());
      }
    }
  }

  private static Stream<String> learn(Provocation provocation) {
    try {
      provocation.run();
      return Stream.empty();
    } catch (IOException | RuntimeException e) {
      if (e instanceof IOException error) {
        String said = said(error);
        // The JDK may put its own text first.
        String system = said.substring(said.lastIndexOf(COLON) < 0 ? 0 : said.lastIndexOf(COLON));
        return Stream.of(system.replaceFirst("^" + COLON, "")).filter(word -> !word.isBlank());
      }
      return Stream.empty();
    }
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
            && Learned.WORDS.getOrDefault(this, List.of()).stream().anyMatch(said::contains));
  }
}
