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
 * Answers requests from the files below a directory, on the calling thread: reading a file is not
 * worth a separate thread. It holds nothing open between requests.
 */
public final class FileTransport implements Transport {

  private static final ResponseHead MISSING = ResponseHead.of(404, OptionalLong.empty());

  /**
   * The operating system's denial instead of a store's code: only a store hides whether an object
   * exists.
   */
  private static final ResponseHead UNREADABLE =
      ResponseHead.of(403, OptionalLong.empty()).withCode("PermissionDenied");

  @Override
  public void send(Request request, ResponseBuffer into) {
    try {
      Path file = Path.of(request.uri());
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (found.isDirectory()) {
        answer(MISSING, into);
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
      answer(UNREADABLE, into);
    } catch (IOException e) {
      into.failed(e);
    }
  }

  private static void answer(IOException e, ResponseBuffer into) {
    if (e instanceof NoSuchFileException) {
      answer(MISSING, into);
    } else if (e instanceof AccessDeniedException) {
      answer(UNREADABLE, into);
    } else {
      into.failed(e);
    }
  }

  private static void answer(ResponseHead head, ResponseBuffer into) {
    into.headArrived(head, () -> {});
    into.completed();
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
