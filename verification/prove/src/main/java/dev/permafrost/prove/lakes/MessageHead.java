package dev.permafrost.prove.lakes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an HTTP/1 message (RFC 9112): its first line and its fields, each as it was sent.
 *
 * @param start the first line
 * @param fields the lines behind it
 */
record MessageHead(String start, List<String> fields) {

  private static final int LARGEST_BYTES = 64 << 10;

  MessageHead {
    fields = List.copyOf(fields);
  }

  /** A head of an answer. */
  static MessageHead answer(int status, String... fields) {
    return new MessageHead("HTTP/1.1 " + status + " as told", List.of(fields));
  }

  /** Reads a head; empty if the other side ends before its first byte. */
  static Optional<MessageHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      int next = in.read();
      if (next < 0) {
        if (bytes.size() == 0) {
          return Optional.empty();
        }
        throw new IOException("a head breaks off");
      }
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
      bytes.write(next);
      if (bytes.size() > LARGEST_BYTES) {
        throw new IOException("a head of more than " + LARGEST_BYTES + " bytes");
      }
    }
    List<String> lines = bytes.toString(StandardCharsets.ISO_8859_1).strip().lines().toList();
    return Optional.of(new MessageHead(lines.get(0), lines.subList(1, lines.size())));
  }

  /** The value of a field; empty if it is not there. */
  String field(String name) {
    return fields.stream()
        .filter(line -> isNamed(line, name))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /** The same with a field instead of all of its name. */
  MessageHead with(String name, String value) {
    List<String> others = new ArrayList<>(without(name).fields());
    others.add(name + ": " + value);
    return new MessageHead(start, others);
  }

  /** The same without a field. */
  MessageHead without(String name) {
    return new MessageHead(start, fields.stream().filter(line -> !isNamed(line, name)).toList());
  }

  /** The request as its server is sent it, if it came as a proxy is (RFC 9112, section 3.2). */
  MessageHead inOriginForm() {
    return new MessageHead(start.replaceFirst(" http://[^/ ]+", " "), fields);
  }

  /** A part of the first line, counted from 0. */
  String part(int index) {
    String[] parts = start.split(" ", 3);
    return index < parts.length ? parts[index] : "";
  }

  /** The status of an answer. */
  int status() {
    return Integer.parseInt(part(1));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(start).append("\r\n");
    fields.forEach(line -> text.append(line).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isNamed(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
  }
}
