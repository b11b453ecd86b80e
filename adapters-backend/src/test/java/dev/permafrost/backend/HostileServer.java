package dev.permafrost.backend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Answers requests with bytes that no well-made server would send, on the loopback interface; one
 * connection for each request. Whoever opens it closes it, which ends every answer.
 */
public final class HostileServer implements AutoCloseable {

  /** Answers one request arbitrarily. */
  public interface Script {
    /**
     * Writes the whole answer, its head included.
     *
     * @param method the request's method
     * @param target the request's target: path and query as they came
     */
    void answer(String method, String target, Wire wire) throws IOException;
  }

  private final ServerSocket socket;
  private final Script script;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final List<String> targets = Collections.synchronizedList(new ArrayList<>());

  private HostileServer(ServerSocket socket, Script script) {
    this.socket = socket;
    this.script = script;
  }

  @MustBeClosed
  public static HostileServer start(Script script) throws IOException {
    HostileServer server =
        new HostileServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    daemon(server::accept);
    return server;
  }

  /** Where it is; ends in a slash. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  /** What was asked for so far, with queries, in the order of arrival. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.add(connection);
        daemon(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader head =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      String request = head.readLine();
      List<String> lines = new ArrayList<>();
      String line = head.readLine();
      while (line != null && !line.isEmpty()) {
        lines.add(line);
        line = head.readLine();
      }
      if (request != null) {
        String[] parts = request.split(" ", -1);
        targets.add(parts[1]);
        script.answer(parts[0], parts[1], new Wire(lines, connection.getOutputStream(), closing));
      }
    } catch (IOException e) {
      // The client went away, as it should from most of this.
    } finally {
      connections.remove(connection);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "hostile-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection, as far as it is written to. */
  public static final class Wire {
    private final List<String> requestHead;
    private final OutputStream out;
    private final CountDownLatch closing;

    Wire(List<String> requestHead, OutputStream out, CountDownLatch closing) {
      this.requestHead = List.copyOf(requestHead);
      this.out = out;
      this.closing = closing;
    }

    /** The lines of the request's head, without the first. */
    public List<String> requestHead() {
      return requestHead;
    }

    /** Writes lines, each ended as HTTP ends them. */
    public Wire lines(String... lines) throws IOException {
      return text(String.join("\r\n", lines) + "\r\n");
    }

    Wire text(String text) throws IOException {
      return bytes(text.getBytes(ISO_8859_1));
    }

    Wire bytes(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      return this;
    }

    /** A sound head and body. */
    Wire ok(byte[] body) throws IOException {
      return lines("HTTP/1.1 200 OK", "Content-Length: " + body.length, "Connection: close", "")
          .bytes(body);
    }

    /** Writes the same until the client goes away. */
    Wire endlessly(String text) throws IOException {
      byte[] many = text.repeat(Math.max(1, (1 << 14) / text.length())).getBytes(ISO_8859_1);
      while (closing.getCount() > 0) {
        bytes(many);
      }
      return this;
    }

    /** Writes the same a byte at a time, slowly, until the client goes away. */
    Wire slowly(String text) throws IOException {
      try {
        for (int i = 0; !closing.await(20, TimeUnit.MILLISECONDS); i++) {
          text(text.substring(i % text.length(), i % text.length() + 1));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return this;
    }
  }
}
