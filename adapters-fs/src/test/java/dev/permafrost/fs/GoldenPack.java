package dev.permafrost.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.permafrost.ports.chunk.LedgerRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A golden pack: its bytes, and the items that were packed. */
record GoldenPack(String name, LedgerRange range, List<byte[]> items) {

  static final List<String> NAMES = List.of("tiny-3", "groups-300", "single", "uniform-256");

  static GoldenPack load(String name) {
    List<byte[]> items = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(resource("good/" + name + ".items"));
    while (in.hasRemaining()) {
      byte[] item = new byte[in.getInt()];
      in.get(item);
      items.add(item);
    }
    long first = sums(name).get(0).sequence();
    LedgerRange range = new LedgerRange(first, first + items.size() - 1);
    return new GoldenPack(name, range, items);
  }

  /** A line of the list of sums. */
  record Sum(long sequence, String sha256, int length) {}

  static List<Sum> sums(String name) {
    return text("good/" + name + ".items.sha256")
        .lines()
        .map(line -> line.split(" ", -1))
        .map(part -> new Sum(Long.parseLong(part[0]), part[1], Integer.parseInt(part[2])))
        .toList();
  }

  byte[] pack() {
    return resource("good/" + name + ".pack");
  }

  List<byte[]> frames() {
    return items.stream().map(GoldenPack::frame).toList();
  }

  /** The frame of an item: level 3, with content size and checksum. */
  static byte[] frame(byte[] item) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      return context.setLevel(3).setChecksum(true).setContentSize(true).compress(item);
    }
  }

  static byte[] resource(String name) {
    try (InputStream in = GoldenPack.class.getResourceAsStream("/packs/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(resource(name), UTF_8);
  }
}
