package dev.permafrost.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
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
final class FileTransport implements Transport {

  private static final int PART_BYTES = 64 << 10;

  @Override
  public void send(Ask ask, Arrival into) {
    try {
      Path file = Path.of(ask.uri());
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (found.isDirectory()) {
        answer(404, into);
        return;
      }
      AnswerHead head = AnswerHead.of(200, OptionalLong.of(found.size()));
      if (ask.wantsBody()) {
        into.headArrived(head, () -> read(file, into));
      } else {
        into.headArrived(head, () -> {});
        into.completed();
      }
    } catch (IOException e) {
      answer(e, into);
    }
  }

  private static void read(Path file, Arrival into) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      while (true) {
        ByteBuffer part = ByteBuffer.allocate(PART_BYTES);
        if (channel.read(part) < 0) {
          into.completed();
          return;
        }
        if (!into.bodyArrived(part.flip())) {
          return;
        }
      }
    } catch (AccessDeniedException e) {
      answer(403, into);
    } catch (IOException e) {
      into.failed(e);
    }
  }

  private static void answer(IOException e, Arrival into) {
    if (e instanceof NoSuchFileException) {
      answer(404, into);
    } else if (e instanceof AccessDeniedException) {
      answer(403, into);
    } else {
      into.failed(e);
    }
  }

  private static void answer(int status, Arrival into) {
    into.headArrived(AnswerHead.of(status, OptionalLong.empty()), () -> {});
    into.completed();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
