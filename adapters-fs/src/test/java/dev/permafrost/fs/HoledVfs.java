package dev.permafrost.fs;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.forward.ForwardingVfs;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Files that seem to be zeros up to their last bytes, however large. */
final class HoledVfs extends ForwardingVfs {

  private long holeBytes;
  private long size;
  private int lastBytes;

  HoledVfs(Vfs vfs) {
    super(vfs);
  }

  /** Lets every file seem to have this size. */
  void growTo(long sizeBytes, int last) {
    size = sizeBytes;
    lastBytes = last;
  }

  @Override
  protected long sizeBytes(VfsFile file) throws IOException {
    long real = file.sizeBytes();
    holeBytes = Math.max(0, size - real);
    return real + holeBytes;
  }

  @Override
  protected int readAt(VfsFile file, ByteBuffer target, long offsetBytes) throws IOException {
    long lastAt = sizeBytes(file) - lastBytes;
    int zeros = 0;
    if (holeBytes > 0 && offsetBytes < lastAt) {
      zeros = (int) Math.min(lastAt - offsetBytes, target.remaining());
      target.put(new byte[zeros]);
    }
    int last = target.hasRemaining() ? file.readAt(target, offsetBytes + zeros - holeBytes) : 0;
    return zeros + last;
  }
}
