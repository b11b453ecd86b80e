package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.serve.FaultScript;
import dev.permafrost.testkit.server.TestCertificate;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;

/**
 * Stands between the lake client and a server, passes on what is asked, and makes the trouble that
 * a {@link FaultScript} says and such a server cannot make itself. It remembers what it was asked.
 *
 * <p>A thread for each connection. Closing ends every answer, the hanging ones too.
 */
final class FaultProxy implements AutoCloseable {

  private static final int BACKLOG = 512;

  /**
   * A request.
   *
   * @param path the path, undecoded, with its slash
   * @param query the query, undecoded; empty for none
   * @param range the Range field; empty for none
   * @param authorization the Authorization field; empty for none
   * @param head the whole head
   * @param atNanos when it came
   */
  record Seen(
      String method,
      String path,
      String query,
      String range,
      String authorization,
      MessageHead head,
      long atNanos)
      implements FaultScript.Asked {

    /** Whether it asks for an object of a lake. */
    @Override
    public boolean isFor(String key) {
      return path.endsWith("/" + key);
    }

    /** Whether it asks for a listing. */
    boolean asksToList() {
      return query.startsWith("list-type=2");
    }
  }

  private final Upstream upstream;
  private final Optional<TestCertificate> shown;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final CountDownLatch closing = new CountDownLatch(1);
  private final FaultScript<Seen, Trouble> script = new FaultScript<>();
  private final List<Seen> seen = new ArrayList<>();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final AtomicInteger hangUps = new AtomicInteger();
  private ServerSocket listener;

  private FaultProxy(Upstream upstream, Optional<TestCertificate> shown, ServerSocket listener) {
    this.upstream = upstream;
    this.shown = shown;
    this.listener = listener;
  }

  /**
   * Starts one.
   *
   * @param upstream the server's root
   * @param certificate what the server shows, if it speaks TLS
   * @param shown what the proxy shows, if it does
   */
  @MustBeClosed
  static FaultProxy start(
      URI upstream, Optional<TestCertificate> certificate, Optional<TestCertificate> shown)
      throws IOException {
    FaultProxy proxy = new FaultProxy(new Upstream(upstream, certificate), shown, listen(0));
    proxy.accept(proxy.listener);
    return proxy;
  }

  /** Its address with a path, which begins with a slash. */
  URI address(String path) {
    return URI.create((shown.isPresent() ? "https" : "http") + "://127.0.0.1:" + port() + path);
  }

  private synchronized int port() {
    return listener.getLocalPort();
  }

  /** What is answered badly. */
  FaultScript<Seen, Trouble> script() {
    return script;
  }

  /** What was asked so far. */
  List<Seen> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** What was asked for one object. */
  List<Seen> seen(String method, String key) {
    return seen().stream()
        .filter(request -> request.method().equals(method) && request.isFor(key))
        .toList();
  }

  /** Forgets what was asked. */
  void forget() {
    synchronized (seen) {
      seen.clear();
    }
  }

  /** Hangs up on so many of the next clients before a word is said, not even a TLS handshake. */
  void hangUpOn(int clients) {
    hangUps.set(clients);
  }

  /** Lets nobody connect any more, and ends the connections there are. */
  synchronized void refuse() throws IOException {
    listener.close();
    clients.forEach(FaultProxy::end);
  }

  /** Lets clients connect again. */
  synchronized void admit() throws IOException {
    listener = listen(listener.getLocalPort());
    accept(listener);
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
    return socket;
  }

  private void accept(ServerSocket from) {
    threads.execute(
        () -> {
          try {
            while (true) {
              Socket client = from.accept();
              clients.add(client);
              serveOnThread(client);
            }
          } catch (IOException e) {
            // It was closed: nobody is let in any more.
          }
        });
  }

  private void serveOnThread(Socket client) {
    try {
      threads.execute(() -> serve(client));
    } catch (RejectedExecutionException e) {
      // The proxy was closed while this client came.
      end(client);
    }
  }

  private void serve(Socket connection) {
    try (connection;
        Socket client = hangUps.getAndUpdate(FaultProxy::oneLess) > 0 ? null : greet(connection)) {
      if (client == null) {
        return;
      }
      InputStream in = new BufferedInputStream(client.getInputStream());
      boolean goesOn = true;
      while (goesOn) {
        Optional<MessageHead> request = MessageHead.read(in).map(MessageHead::inOriginForm);
        goesOn = request.isPresent() && answer(request.get(), connection, client);
      }
    } catch (IOException e) {
      // The client or the server went: to the client, the connection breaks, as it would.
    } finally {
      clients.remove(connection);
    }
  }

  private static int oneLess(int count) {
    return Math.max(0, count - 1);
  }

  private Socket greet(Socket connection) throws IOException {
    connection.setTcpNoDelay(true);
    if (shown.isEmpty()) {
      return connection;
    }
    SSLSocket client =
        (SSLSocket)
            shown
                .get()
                .context()
                .getSocketFactory()
                .createSocket(connection, "127.0.0.1", connection.getPort(), true);
    client.setUseClientMode(false);
    return client;
  }

  private boolean answer(MessageHead request, Socket connection, Socket client) throws IOException {
    Seen noted = note(request);
    Exchange exchange = new Exchange(request, connection, client, upstream, closing);
    return script.faultFor(noted).orElse(Exchange::passOn).answer(exchange);
  }

  private Seen note(MessageHead request) {
    String target = request.part(1);
    int query = target.indexOf('?');
    Seen noted =
        new Seen(
            request.part(0),
            query < 0 ? target : target.substring(0, query),
            query < 0 ? "" : target.substring(query + 1),
            request.field("Range"),
            request.field("Authorization"),
            request,
            System.nanoTime());
    synchronized (seen) {
      seen.add(noted);
    }
    return noted;
  }

  private static void end(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is ended all the same.
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      refuse();
    } catch (IOException e) {
      // Its port is let go when the process ends.
    }
    threads.shutdown();
  }
}
