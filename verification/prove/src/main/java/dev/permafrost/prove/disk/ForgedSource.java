package dev.permafrost.prove.disk;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.SuppliedStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Forged ledgers of one chain, the same in every process. Immutable. */
public final class ForgedSource implements LedgerSource {

  private static final long SEED = 1;

  private final LedgerRange held;
  private final LongFunction<ByteBuffer> ledgers;

  private ForgedSource(LedgerRange held, LongFunction<ByteBuffer> ledgers) {
    this.held = held;
    this.ledgers = ledgers;
  }

  /** Small ledgers of a range, in memory. */
  public static ForgedSource of(LedgerRange range) {
    List<ForgedLedger> ledgers = LedgerForge.small(SEED).ledgers(range);
    return new ForgedSource(range, sequence -> ledgers.get(index(range, sequence)).raw());
  }

  /**
   * Writes the ledgers of a range into a new file, from which {@link #in} takes them: each behind
   * its length, a big-endian int.
   *
   * @param forge what makes them
   */
  public static void write(Path file, LedgerForge forge, LedgerRange range) throws IOException {
    ForgedChain chain = forge.from(range.first());
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (long i = 0; i < range.length(); i++) {
        ByteBuffer raw = chain.next().raw();
        byte[] bytes = new byte[raw.remaining()];
        raw.get(bytes);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
    }
  }

  /** The ledgers of a range that {@link #write} wrote, mapped into memory. */
  public static ForgedSource in(Path file, LedgerRange range) throws IOException {
    ByteBuffer mapped;
    try (FileChannel channel = FileChannel.open(file)) {
      mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
    List<ByteBuffer> ledgers = new ArrayList<>();
    while (mapped.hasRemaining()) {
      int length = mapped.getInt();
      ledgers.add(mapped.slice(mapped.position(), length));
      mapped.position(mapped.position() + length);
    }
    return new ForgedSource(range, sequence -> ledgers.get(index(range, sequence)).duplicate());
  }

  private static int index(LedgerRange range, long sequence) {
    return Math.toIntExact(sequence - range.first());
  }

  /** Which ledgers they are. */
  public LedgerRange range() {
    return held;
  }

  /** One of them, raw. */
  public ByteBuffer raw(long sequence) {
    return ledgers.apply(sequence);
  }

  @Override
  public String location() {
    return "the forge";
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    PrimitiveIterator.OfLong left = LongStream.rangeClosed(range.first(), range.last()).iterator();
    return new SuppliedStream(
        location(),
        () -> left.hasNext() ? Optional.of(raw(left.nextLong())) : Optional.empty(),
        cancel);
  }
}
