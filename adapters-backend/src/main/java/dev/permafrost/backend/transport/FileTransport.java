package dev.permafrost.backend.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;

/**
 * Answers requests from the files below a directory, on the thread that asks: reading a file is not
 * worth a thread of its own. It holds nothing open between requests.
 */
public final class FileTransport implements Transport {

  @Override
  public void send(Request request, ResponseBuffer into) {
    try {
      Path file = Path.of(request.uri());
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (found.isDirectory()) {
        answer(404, into);
        return;
      }
      ResponseHead head = ResponseHead.of(200, OptionalLong.of(found.size()));
      if (request.wantsBody()) {
        into.headArrived(head, () -> read(file, found.size(), into));
      } else {
        into.headArrived(head, () -> {});
        into.completed();
      }
    } catch (IOException e) {
      answer(e, into);
    }
  }

  private static void read(Path file, long expectedBytes, ResponseBuffer into) {
    try (InputStream stream = Files.newInputStream(file)) {
      if (BodyReader.read(expectedBytes, stream, into)) {
        into.completed();
      }
    } catch (AccessDeniedException e) {
      answer(403, into);
    } catch (IOException e) {
      into.failed(e);
    }
  }

  private static void answer(IOException e, ResponseBuffer into) {
    if (e instanceof NoSuchFileException) {
      answer(404, into);
    } else if (e instanceof AccessDeniedException) {
      answer(403, into);
    } else {
      into.failed(e);
    }
  }

  private static void answer(int status, ResponseBuffer into) {
    into.headArrived(ResponseHead.of(status, OptionalLong.empty()), () -> {});
    into.completed();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
