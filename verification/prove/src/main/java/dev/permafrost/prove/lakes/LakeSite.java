package dev.permafrost.prove.lakes;

import dev.permafrost.forge.lake.LakeShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One lake on a server: what it was made of, and the means to change it. */
final class LakeSite {

  private final WebServer server;
  private final String prefix;
  private final LakeShape shape;
  private final long first;
  private final List<byte[]> ledgers;

  /**
   * Describes one that is there.
   *
   * @param prefix its place below the server's root; empty, or ending in a slash
   * @param first the first of its ledgers
   */
  LakeSite(WebServer server, String prefix, LakeShape shape, long first, List<byte[]> ledgers) {
    this.server = server;
    this.prefix = prefix;
    this.shape = shape;
    this.first = first;
    this.ledgers = ledgers;
  }

  String prefix() {
    return prefix;
  }

  /** The path of its address at the server, or at a proxy in front of it. */
  String path() {
    return server.root().getRawPath() + prefix;
  }

  /** The key of a ledger's object. */
  String key(long sequence) {
    return shape.key(sequence);
  }

  /** The ledgers of a range, as they were made. */
  List<byte[]> ledgers(long from, long to) {
    return ledgers.subList((int) (from - first), (int) (to - first + 1));
  }

  /** The bytes of an object. */
  byte[] read(String key) throws IOException {
    return Files.readAllBytes(file(key));
  }

  /** Puts other bytes in the place of an object. */
  void put(String key, byte[] bytes) throws IOException {
    Path file = file(key);
    Files.createDirectories(file.getParent() == null ? file : file.getParent());
    Files.write(file, bytes);
    server.takeIn(prefix + key);
  }

  /** Takes an object away. */
  void remove(String key) throws IOException {
    Files.delete(file(key));
    server.letGo(prefix + key);
  }

  private Path file(String key) {
    return server.files().resolve(prefix + key);
  }
}
