package dev.permafrost.benchmarks.pack;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.forward.ForwardingVfs;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file system that counts how often files are read, and how much at a time. One thread. */
final class CountingVfs extends ForwardingVfs {

  private int reads;
  private int largestReadBytes;

  CountingVfs(Vfs vfs) {
    super(vfs);
  }

  /** How many reads there were. */
  int reads() {
    return reads;
  }

  /** How much the largest of them asked for. */
  int largestReadBytes() {
    return largestReadBytes;
  }

  @Override
  protected int readAt(VfsFile file, ByteBuffer target, long offsetBytes) throws IOException {
    reads++;
    largestReadBytes = Math.max(largestReadBytes, target.remaining());
    return super.readAt(file, target, offsetBytes);
  }
}
