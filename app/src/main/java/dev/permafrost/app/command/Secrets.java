package dev.permafrost.app.command;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides secrets in the value of an option. */
final class Secrets {

  private static final String HIDDEN = "***";

  /** Up to the last at sign: a password may contain one. */
  private static final Pattern USER = Pattern.compile("//[^/?#]*@");

  private static final Pattern PARAMETER = Pattern.compile("([?&]([^=&#]*)=)([^&#]*)");

  /** Parameters of a lake's address that are not secret. */
  private static final Set<String> PLAIN = Set.of("region", "credentials", "endpoint", "profile");

  private Secrets() {}

  /**
   * The value without secrets: an address without its user and query values, a header's name only.
   *
   * @param option the option's long name
   */
  static String hidden(String option, String value) {
    if (option.equals("lake-header")) {
      int colon = value.indexOf(':');
      return colon < 0 ? HIDDEN : value.substring(0, colon + 1) + " " + HIDDEN;
    }
    if (!value.contains("://")) {
      return value;
    }
    String withoutUser = USER.matcher(value).replaceAll("//" + HIDDEN + "@");
    return PARAMETER
        .matcher(withoutUser)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    PLAIN.contains(match.group(2)) ? match.group() : match.group(1) + HIDDEN));
  }
}
