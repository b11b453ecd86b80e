package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Reads files, but of one of them the first time ten bytes only, and goes on writing to where these
 * are whenever it is asked for anything later.
 */
public final class ScribblingTransport implements Transport {

  private final FileTransport files = new FileTransport();
  private final String key;
  private byte[] part = {};
  private boolean isWriting;

  /** Begins with nothing written. */
  public ScribblingTransport(String key) {
    this.key = key;
  }

  @Override
  public void send(Request request, ResponseBuffer into) {
    Arrays.fill(part, (byte) 0xFF);
    if (isWriting || !request.wantsBody() || !request.uri().getPath().endsWith(key)) {
      files.send(request, into);
      return;
    }
    isWriting = true;
    into.headArrived(
        ResponseHead.of(200, OptionalLong.of(100_000)),
        () -> {
          part = into.newPart(100_000);
          assertThat(into.partGrew(part, 10)).isTrue();
        });
  }

  @Override
  public void close() {
    assertThat(part).as("the object was begun").isNotEmpty();
    files.close();
  }
}
