package dev.permafrost.prove.lakes;

import dev.permafrost.testkit.server.TestCertificate;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import javax.net.SocketFactory;

/** The server behind the fault proxy: a new connection for each request. */
record Upstream(URI root, Optional<TestCertificate> certificate) {

  private static final int SILENCE_MILLIS = 60_000;

  /** Asks the server what was asked. */
  Exchange.Reply ask(MessageHead request) throws IOException {
    SocketFactory sockets =
        certificate.isPresent()
            ? certificate.get().context().getSocketFactory()
            : SocketFactory.getDefault();
    try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), root.getPort())) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write(request.with("Connection", "close").bytes());
      socket.getOutputStream().flush();
      InputStream in = new BufferedInputStream(socket.getInputStream());
      MessageHead head =
          MessageHead.read(in).orElseThrow(() -> new IOException("the server says nothing"));
      return new Exchange.Reply(head.without("Connection"), body(request, head, in));
    }
  }

  private static byte[] body(MessageHead request, MessageHead head, InputStream in)
      throws IOException {
    boolean hasNone =
        request.part(0).equals("HEAD") || head.status() == 204 || head.status() == 304;
    if (hasNone) {
      return new byte[0];
    }
    String length = head.field("Content-Length");
    return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }
}
