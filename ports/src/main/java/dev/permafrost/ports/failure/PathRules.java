package dev.permafrost.ports.failure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks paths before anything is written: their length and their characters. */
public final class PathRules {

  /** Linux's NAME_MAX. */
  private static final int MAX_NAME_BYTES = 255;

  /** Linux's PATH_MAX without the byte that ends a path. */
  private static final int MAX_PATH_BYTES = 4095;

  /** More than the longest path of a store below one of its roots. */
  private static final int BELOW_A_ROOT_BYTES = 80;

  private static final int FIRST_BEYOND_BMP = 0x10000;

  /** What decoding gives for bytes that are not valid in the locale's encoding. */
  private static final int REPLACEMENT = 0xFFFD;

  private PathRules() {}

  /**
   * Requires that a root of a store, and every path below it, is short enough for the operating
   * system.
   *
   * @throws UnusablePath if its names are too long
   */
  public static void requireRoot(Path root) {
    Optional<String> tooLong = tooLong(root.toString(), MAX_PATH_BYTES - BELOW_A_ROOT_BYTES);
    if (tooLong.isPresent()) {
      throw new UnusablePath(root.toString(), UnusablePath.Problem.TOO_LONG, tooLong.get());
    }
  }

  /**
   * Requires that a path means the same to the JVM, which encodes it in the locale's encoding, and
   * to a native library, which receives the JVM's modified UTF-8.
   *
   * @throws UnusablePath if it does not; it names the character
   */
  public static void requireSayable(Path path) {
    requireSayable(path.toString(), localeEncoding());
  }

  /** The same, for a given encoding of the locale. */
  static void requireSayable(String path, Charset encoding) {
    path.codePoints()
        .filter(character -> !isSayable(character, encoding))
        .findFirst()
        .ifPresent(
            character -> {
              throw ofCharacter(path, character, encoding);
            });
  }

  private static boolean isSayable(int character, Charset encoding) {
    String text = Character.toString(character);
    return character < FIRST_BEYOND_BMP
        && character != REPLACEMENT
        && Arrays.equals(text.getBytes(encoding), text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The reason why the JVM does not accept a text as a path: its first character that the locale
   * cannot encode, if that is the reason.
   */
  public static Optional<UnusablePath> whyNoPath(String path) {
    Charset encoding = localeEncoding();
    return path.codePoints()
        .filter(
            character ->
                character == 0
                    || character == REPLACEMENT
                    || !encoding.newEncoder().canEncode(Character.toString(character)))
        .mapToObj(character -> ofCharacter(path, character, encoding))
        .findFirst();
  }

  private static UnusablePath ofCharacter(String path, int character, Charset encoding) {
    String number = String.format(Locale.ROOT, "U+%04X", character);
    String name = Character.getName(character);
    String said = "the character " + number + (name == null ? "" : " (" + name + ")");
    String why;
    if (character == REPLACEMENT) {
      why =
          " stands for bytes that are not valid text in the locale's encoding, " + encoding.name();
    } else if (!encoding.newEncoder().canEncode(Character.toString(character))) {
      why = " does not exist in the locale's encoding, " + encoding.name();
    } else if (character < FIRST_BEYOND_BMP) {
      why =
          " is encoded differently in the locale's encoding, "
              + encoding.name()
              + ", than in UTF-8, which the database library expects: use a UTF-8 locale";
    } else {
      why = " is outside the basic plane of Unicode, and cannot be passed to the database library";
    }
    return new UnusablePath(path, UnusablePath.Problem.CHARACTER, said + why);
  }

  /** The encoding that the JVM uses for paths. */
  private static Charset localeEncoding() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  /** What is wrong with the path of a failed operation, if the path is the reason. */
  static @Nullable UnusablePath explain(String path, SystemState state) {
    Optional<Path> link = state.linkInACircle();
    if (link.isPresent()) {
      String detail = "the symbolic link " + link.get() + " leads in a circle";
      return new UnusablePath(path, UnusablePath.Problem.LOOP, detail);
    }
    return tooLong(path, MAX_PATH_BYTES)
        .map(detail -> new UnusablePath(path, UnusablePath.Problem.TOO_LONG, detail))
        .orElse(null);
  }

  private static Optional<String> tooLong(String path, int maxPathBytes) {
    Charset encoding = localeEncoding();
    for (String name : path.split("/", -1)) {
      int bytes = name.getBytes(encoding).length;
      if (bytes > MAX_NAME_BYTES) {
        return Optional.of(
            "a name of " + bytes + " bytes, at most " + MAX_NAME_BYTES + " are allowed");
      }
    }
    int bytes = path.getBytes(encoding).length;
    return bytes > maxPathBytes
        ? Optional.of(bytes + " bytes, at most " + maxPathBytes + " are allowed")
        : Optional.empty();
  }
}
