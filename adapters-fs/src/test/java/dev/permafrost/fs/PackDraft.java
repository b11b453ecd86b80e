package dev.permafrost.fs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * A pack taken apart, so that each of its parts can lie while all checksums are right: its records,
 * the sizes that the index says they have, the app data, and the counts of the trailer.
 */
final class PackDraft {

  private static final int[] EXTREMES = {0, 1, 2, 127, 128, 129, 1 << 16, 1 << 30, -1, -2, -128};
  private static final byte[] SKIPPABLE = {0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2};

  private final List<byte[]> records;
  private final List<Integer> sizes = new ArrayList<>();
  private byte[] appData;
  private int recordCount;
  private int itemCount;
  private int itemsPerRecord = 1;
  private int format = 1;
  private boolean lacksAppDataCrc;

  /** The draft of a sound pack. */
  PackDraft(long firstSequence, List<byte[]> frames) {
    this.records = new ArrayList<>(frames);
    this.appData = LedgerAppData.encode(firstSequence).array();
    count();
  }

  private void count() {
    sizes.clear();
    records.forEach(record -> sizes.add(record.length));
    recordCount = records.size();
    itemCount = records.size();
  }

  /** Changes one thing, drawn at random. */
  void change(Random random) {
    int one = random.nextInt(records.size());
    int other = random.nextInt(records.size());
    int extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    switch (random.nextInt(14)) {
      case 0 -> swapSizes(one, other);
      case 1 -> moveBorder(one, other, 1 + random.nextInt(40));
      case 2 -> sizes.set(one % sizes.size(), extreme);
      case 3 -> sizes.add(extreme);
      case 4 -> records.set(one, records.get(other));
      case 5 -> replace(one, records.get(other));
      case 6 -> replace(one, joined(records.get(one), records.get(other)));
      case 7 -> replace(one, joined(SKIPPABLE, records.get(one)));
      case 8 -> replace(one, new byte[0]);
      case 9 -> changeAppData(random, extreme);
      case 10 -> recordCount = extreme;
      case 11 -> itemCount = extreme;
      case 12 -> itemsPerRecord = extreme;
      default -> format = extreme;
    }
  }

  private void swapSizes(int one, int other) {
    int a = one % sizes.size();
    int b = other % sizes.size();
    int kept = sizes.get(a);
    sizes.set(a, sizes.get(b));
    sizes.set(b, kept);
  }

  /** Two records overlap, or leave a gap, and the sum is right. */
  private void moveBorder(int one, int other, int bytes) {
    int a = one % sizes.size();
    int b = other % sizes.size();
    sizes.set(a, sizes.get(a) + bytes);
    sizes.set(b, sizes.get(b) - bytes);
  }

  private void replace(int at, byte[] record) {
    records.set(at, record);
    count();
  }

  private void changeAppData(Random random, int extreme) {
    lacksAppDataCrc = random.nextBoolean();
    if (random.nextBoolean()) {
      appData = Arrays.copyOf(appData, random.nextBoolean() ? 4 : 5);
      ByteBuffer.wrap(appData).putInt(appData.length - 4, extreme);
    } else if (random.nextBoolean()) {
      appData = Arrays.copyOf(appData, 42);
      appData[5] = (byte) random.nextInt(4);
    } else {
      appData = new byte[random.nextInt(80)];
      random.nextBytes(appData);
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  /** The file, every checksum right. */
  byte[] toBytes() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    records.forEach(file::writeBytes);
    byte[] index = index();
    file.writeBytes(index);
    file.writeBytes(appData);
    CRC32C crc = new CRC32C();
    crc.update(appData);
    ByteBuffer trailer =
        PackTrailer.encode(
            format,
            recordCount,
            itemCount,
            itemsPerRecord,
            index.length,
            appData.length,
            lacksAppDataCrc ? 0 : crc.getValue(),
            new byte[0]);
    byte[] trailerBytes = new byte[PackTrailer.BYTES];
    trailer.get(0, trailerBytes);
    file.writeBytes(trailerBytes);
    return file.toByteArray();
  }

  private byte[] index() {
    int[] values = sizes.stream().mapToInt(Integer::intValue).toArray();
    ByteBuffer index = ByteBuffer.allocate(values.length * 4 + 1024).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += ForGroup.VALUES) {
      ForGroup.encode(values, from, Math.min(ForGroup.VALUES, values.length - from), index);
    }
    CRC32C crc = new CRC32C();
    crc.update(index.duplicate().flip());
    index.putInt((int) crc.getValue());
    return Arrays.copyOf(index.array(), index.position());
  }
}
