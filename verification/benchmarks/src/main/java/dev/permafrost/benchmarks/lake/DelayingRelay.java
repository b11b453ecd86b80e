package dev.permafrost.benchmarks.lake;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Stands before a server and hands every request on a given time after it came; answers go back as
 * they come. One thread, which never waits for one connection while another is due.
 */
final class DelayingRelay implements AutoCloseable {

  private static final int BACKLOG = 512;
  private static final int ANSWER_BYTES = 256 << 10;
  private static final int REQUEST_BYTES = 16 << 10;

  private final InetSocketAddress server;
  private final Selector selector;
  private final ServerSocketChannel listener;
  private final Thread thread;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ANSWER_BYTES);

  /** What waits for its time, the earliest first: the delay is the same for all. */
  private final Deque<Late> late = new ArrayDeque<>();

  private volatile long delayNanos;
  private volatile boolean isClosing;

  /** A piece of a request, and when it is due. */
  private record Late(Side to, ByteBuffer bytes, long dueNanos) {}

  private DelayingRelay(InetSocketAddress server, Selector selector, ServerSocketChannel listener) {
    this.server = server;
    this.selector = selector;
    this.listener = listener;
    this.thread = new Thread(this::run, "delaying-relay");
  }

  /** Starts one, which delays nothing yet. */
  @MustBeClosed
  static DelayingRelay start(URI server) {
    try {
      Selector selector = Selector.open();
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      listener.configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      DelayingRelay relay =
          new DelayingRelay(
              new InetSocketAddress(server.getHost(), server.getPort()), selector, listener);
      relay.thread.setDaemon(true);
      relay.thread.start();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  URI address() {
    return URI.create("http://127.0.0.1:" + listener.socket().getLocalPort() + "/");
  }

  /** How late requests that come from now on are handed over. */
  void delay(long millis) {
    delayNanos = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** The CPU seconds that it took so far. */
  double cpuSeconds() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) / 1e9;
  }

  /**
   * One end of a connection. Where it cannot take all that is for it, the other end is not read.
   */
  private static final class Side {
    private final SocketChannel channel;
    private final boolean isClient;
    private SelectionKey key;
    private Side other = this;
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    Side(SocketChannel channel, Selector selector, boolean isClient) throws IOException {
      this.channel = channel;
      this.isClient = isClient;
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    void pair(Side with) {
      other = with;
      with.other = this;
    }

    /** Sends what it can, and keeps the rest; the bytes are not kept themselves. */
    void send(ByteBuffer bytes) throws IOException {
      if (unsent.hasRemaining()) {
        ByteBuffer more = ByteBuffer.allocate(unsent.remaining() + bytes.remaining());
        unsent = more.put(unsent).put(bytes).flip();
        return;
      }
      channel.write(bytes);
      if (bytes.hasRemaining()) {
        unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        key.interestOpsOr(SelectionKey.OP_WRITE);
        other.key.interestOpsAnd(~SelectionKey.OP_READ);
      }
    }

    void sendMore() throws IOException {
      channel.write(unsent);
      if (!unsent.hasRemaining()) {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        other.key.interestOpsOr(SelectionKey.OP_READ);
      }
    }

    void end() {
      closeQuietly(channel);
      closeQuietly(other.channel);
    }
  }

  private void run() {
    try {
      while (!isClosing) {
        handOverDue();
        selector.select(this::handle, untilDueMillis());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      selector.keys().forEach(key -> closeQuietly(key.channel()));
      closeQuietly(selector);
    }
  }

  /** 0 is for ever; a part of a millisecond is a whole one, since none is early. */
  private long untilDueMillis() {
    Late first = late.peek();
    if (first == null) {
      return 0;
    }
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(first.dueNanos() - System.nanoTime()));
  }

  private void handOverDue() {
    while (!late.isEmpty() && late.element().dueNanos() - System.nanoTime() <= 0) {
      Late due = late.remove();
      try {
        due.to().send(due.bytes());
      } catch (IOException e) {
        due.to().end();
      }
    }
  }

  private void handle(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      accept();
      return;
    }
    Side side = (Side) key.attachment();
    try {
      if (key.isWritable()) {
        side.sendMore();
      }
      if (key.isReadable()) {
        read(side);
      }
    } catch (IOException | RuntimeException e) {
      side.end();
    }
  }

  private void accept() {
    SocketChannel client = null;
    try {
      client = listener.accept();
      if (client != null) {
        Side near = new Side(client, selector, true);
        near.pair(new Side(SocketChannel.open(server), selector, false));
      }
    } catch (IOException e) {
      closeQuietly(client);
    }
  }

  private void read(Side from) throws IOException {
    buffer.clear().limit(from.isClient ? REQUEST_BYTES : ANSWER_BYTES);
    if (from.channel.read(buffer) < 0) {
      from.end();
      return;
    }
    buffer.flip();
    long delay = delayNanos;
    if (from.isClient && delay > 0) {
      ByteBuffer kept = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
      late.add(new Late(from.other, kept, System.nanoTime() + delay));
    } else {
      from.other.send(buffer);
    }
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable AutoCloseable closed) {
    try {
      if (closed != null) {
        closed.close();
      }
    } catch (Exception e) {
      // It is done with all the same.
    }
  }

  @Override
  public void close() {
    isClosing = true;
    selector.wakeup();
  }
}
