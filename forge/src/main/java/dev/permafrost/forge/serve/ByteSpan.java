package dev.permafrost.forge.serve;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a body, as a Range header names it (RFC 9110, section 14.1.2): one range of bytes only.
 *
 * @param first the first byte
 * @param length how many bytes, at least 1
 */
record ByteSpan(long first, long length) {

  private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** Whether a header is of the form that is understood here; any other is ignored. */
  static boolean isUnderstood(String header) {
    Matcher form = FORM.matcher(header);
    return form.matches() && !(form.group(1).isEmpty() && form.group(2).isEmpty());
  }

  /** The part of a body that a header names, or empty if it lies outside. */
  static Optional<ByteSpan> within(String header, long sizeBytes) {
    Matcher form = FORM.matcher(header);
    if (!form.matches()) {
      throw new IllegalArgumentException("not one range of bytes: " + header);
    }
    long first;
    long last;
    if (form.group(1).isEmpty()) {
      first = Math.max(0, sizeBytes - Long.parseLong(form.group(2)));
      last = sizeBytes - 1;
    } else {
      first = Long.parseLong(form.group(1));
      last =
          form.group(2).isEmpty()
              ? sizeBytes - 1
              : Math.min(Long.parseLong(form.group(2)), sizeBytes - 1);
    }
    return first > last ? Optional.empty() : Optional.of(new ByteSpan(first, last - first + 1));
  }
}
