package dev.permafrost.ports.failure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which paths can be used at all, told by the paths themselves before anything is written. */
public final class PathRules {

  /** Linux's NAME_MAX. */
  private static final int MAX_NAME_BYTES = 255;

  /** Linux's PATH_MAX without the byte that ends a path. */
  private static final int MAX_PATH_BYTES = 4095;

  /** More than the longest path that a store has below one of its roots. */
  private static final int BELOW_A_ROOT_BYTES = 80;

  private static final int FIRST_BEYOND_BMP = 0x10000;

  /** What decoding leaves where bytes are no character of the locale's. */
  private static final int REPLACEMENT = 0xFFFD;

  private PathRules() {}

  /**
   * Requires that a root of a store, and all that is below it, can be named to the operating
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
   * Requires that a path means the same to the JVM, which encodes it as the locale says, and to a
   * native library that is given the JVM's modified UTF-8.
   *
   * @throws UnusablePath if it does not; it names the character
   */
  public static void requireSayable(Path path) {
    requireSayable(path.toString(), localeEncoding());
  }

  /** The same, for a locale's encoding. */
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
   * What is wrong with a text that the JVM does not take for a path: the first character that the
   * locale cannot say, if it is that.
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
      why = " stands for bytes that are no text in the locale's encoding, " + encoding.name();
    } else if (!encoding.newEncoder().canEncode(Character.toString(character))) {
      why = " cannot be said in the locale's encoding, " + encoding.name();
    } else if (character < FIRST_BEYOND_BMP) {
      why =
          " has other bytes in the locale's encoding, "
              + encoding.name()
              + ", than in UTF-8, which the database's library takes: use a locale of UTF-8";
    } else {
      why = " is beyond the basic plane of Unicode, and the database's library cannot be told it";
    }
    return new UnusablePath(path, UnusablePath.Problem.CHARACTER, said + why);
  }

  /** How the JVM encodes paths. */
  private static Charset localeEncoding() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  /** What is wrong with the path that an operation failed on, if that is why. */
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
