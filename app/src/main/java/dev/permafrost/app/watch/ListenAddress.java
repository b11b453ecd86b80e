package dev.permafrost.app.watch;

import dev.permafrost.app.outcome.WrongUsage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address to listen on.
 *
 * @param host a name or an address of this machine
 * @param port 0 for any free port
 */
public record ListenAddress(String host, int port) {

  private static final int LARGEST_PORT = 65_535;
  private static final Pattern FORM = Pattern.compile("(?:(\\[[^\\]]+]|[^:\\[\\]]*):)?(\\d{1,5})");

  /**
   * Parses {@code HOST:PORT}, {@code :PORT} or {@code PORT}; the default host is the loopback
   * interface.
   *
   * @throws WrongUsage if it is none of these
   */
  public static ListenAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(2)) > LARGEST_PORT) {
      throw new WrongUsage("--listen is HOST:PORT or PORT, not " + text);
    }
    String host = form.group(1) == null || form.group(1).isEmpty() ? "127.0.0.1" : form.group(1);
    return new ListenAddress(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(form.group(2)));
  }

  /**
   * The address to bind.
   *
   * @throws WrongUsage if the host is unknown
   */
  public InetSocketAddress toSocket() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new WrongUsage("--listen: there is no host " + host, e);
    }
  }
}
