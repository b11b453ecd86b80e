package dev.permafrost.testkit.landing;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LandingTaken;
import dev.permafrost.ports.landing.LandedFile;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.landing.LandingWriter;
import dev.permafrost.testkit.fault.Faults;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A landing in memory. It asks its faults before {@link #OPEN}, {@link #BEGIN}, {@link #APPEND} and
 * {@link #PUBLISH}, and once more when it has published. Safe for several threads.
 */
public final class MemoryLanding implements Landing {

  /** Opening a published pack. */
  public static final String OPEN = "open";

  /** Beginning an attempt. */
  public static final String BEGIN = "begin";

  /** Appending to the file of an attempt. */
  public static final String APPEND = "append";

  /** Publishing the file of an attempt. */
  public static final String PUBLISH = "publish";

  /** Makes a pack of the bytes of a file, or throws what no pack is. */
  @FunctionalInterface
  public interface Opener {
    /** Opens the bytes that are at a location. */
    LedgerPack open(byte[] bytes, String location, LedgerRange range);
  }

  private final Opener opener;
  private final Faults faults;
  private final Map<String, byte[]> files = new TreeMap<>();
  private int openWriters;

  /** An empty landing. */
  public MemoryLanding(Opener opener, Faults faults) {
    this.opener = opener;
    this.faults = faults;
  }

  /** The bytes of each file by its name, those of attempts under way or dead among them. */
  public synchronized Map<String, byte[]> files() {
    return new TreeMap<>(files);
  }

  /** How many writers were begun and not closed. */
  public synchronized int openWriters() {
    return openWriters;
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public String locate(ChunkId chunk) {
    return "memory/" + chunk.name();
  }

  @Override
  public Optional<LedgerPack> openPublished(ChunkId chunk, LedgerRange range) {
    faults.before(OPEN, chunk.name());
    byte[] bytes;
    synchronized (this) {
      bytes = files.get(chunk.name());
    }
    return bytes == null ? Optional.empty() : Optional.of(opener.open(bytes, locate(chunk), range));
  }

  @Override
  @MustBeClosed
  public LandingWriter begin(ChunkId chunk, String attempt) {
    if (!attempt.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("no name of an attempt: '" + attempt + "'");
    }
    faults.before(BEGIN, chunk.name());
    return new Writer(chunk, chunk.name() + "/" + attempt);
  }

  private final class Writer implements LandingWriter {

    private final ChunkId chunk;
    private final String own;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean over;
    private boolean closed;

    @MustBeClosed
    Writer(ChunkId chunk, String own) {
      this.chunk = chunk;
      this.own = own;
      synchronized (MemoryLanding.this) {
        if (files.putIfAbsent(own, new byte[0]) != null) {
          throw new IllegalStateException("two attempts are called " + own);
        }
        openWriters++;
      }
    }

    @Override
    public void append(ByteBuffer borrowed) {
      requireOpen();
      faults.before(APPEND, chunk.name());
      byte[] copy = new byte[borrowed.remaining()];
      borrowed.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public long sizeBytes() {
      return bytes.size();
    }

    @Override
    public LandedFile publish() {
      requireOpen();
      over = true;
      faults.before(PUBLISH, chunk.name());
      byte[] made = bytes.toByteArray();
      synchronized (MemoryLanding.this) {
        byte[] there = files.putIfAbsent(chunk.name(), made);
        if (there != null && !Arrays.equals(there, made)) {
          throw new LandingTaken(chunk, locate(chunk), sha256(there), sha256(made));
        }
      }
      faults.before(PUBLISH + Faults.DONE, chunk.name());
      return new LandedFile(made.length, sha256(made));
    }

    private void requireOpen() {
      if (over || closed) {
        throw new IllegalStateException("the writer of " + own + " is over");
      }
    }

    @Override
    public void close() {
      synchronized (MemoryLanding.this) {
        if (!closed) {
          closed = true;
          files.remove(own);
          openWriters--;
        }
      }
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
