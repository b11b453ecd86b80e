package dev.permafrost.testkit.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes hostile inputs out of others, blindly and by a seed. */
final class FuzzMutations {

  private static final int MOST_CHANGES = 4;
  private static final int[] EXTREMES = {0, 1, -1, 127, 128, 255, 256, 65_535, 1 << 16, 1 << 24};

  private final Random random;
  private final List<byte[]> corpus;

  FuzzMutations(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = corpus;
  }

  /** Another input, one to four changes away from one of the corpus. */
  byte[] next() {
    byte[] input = any().clone();
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      input = changed(input);
    }
    return input;
  }

  private byte[] changed(byte[] input) {
    if (input.length == 0) {
      return any().clone();
    }
    int at = random.nextInt(input.length);
    return switch (random.nextInt(8)) {
      case 0 -> flipped(input, at);
      case 1 -> withByte(input, at, random.nextInt());
      case 2 -> withInt(input, at);
      case 3 -> Arrays.copyOf(input, at);
      case 4 -> replaced(input, at, at + length(input, at), new byte[0]);
      case 5 -> replaced(input, at, at, Arrays.copyOfRange(input, at, at + length(input, at)));
      case 6 -> spliced(input, at);
      default -> zeroed(input, at);
    };
  }

  private static byte[] withByte(byte[] input, int at, int value) {
    input[at] = (byte) value;
    return input;
  }

  private byte[] flipped(byte[] input, int at) {
    return withByte(input, at, input[at] ^ (1 << random.nextInt(8)));
  }

  private byte[] withInt(byte[] input, int at) {
    int value = EXTREMES[random.nextInt(EXTREMES.length)];
    boolean isLittle = random.nextBoolean();
    for (int i = 0; i < 4 && at + i < input.length; i++) {
      input[at + i] = (byte) (value >>> (8 * (isLittle ? i : 3 - i)));
    }
    return input;
  }

  private byte[] zeroed(byte[] input, int at) {
    Arrays.fill(input, at, at + length(input, at), (byte) 0);
    return input;
  }

  private byte[] spliced(byte[] input, int at) {
    byte[] other = any();
    int from = other.length == 0 ? 0 : random.nextInt(other.length);
    return replaced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] joined = new byte[from + by.length + input.length - to];
    System.arraycopy(input, 0, joined, 0, from);
    System.arraycopy(by, 0, joined, from, by.length);
    System.arraycopy(input, to, joined, from + by.length, input.length - to);
    return joined;
  }

  private int length(byte[] input, int at) {
    return 1 + random.nextInt(Math.min(64, input.length - at));
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }
}
