package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The first failure is thrown, whatever closing does. */
class ClosingTest {

  private final VfsFile file = mock(VfsFile.class);

  @Test
  void theFailureThatLeavesAFileOpenIsThrownWhenTheFileIsClosed() throws IOException {
    for (Throwable first : new Throwable[] {new IllegalStateException("a"), new Error("b")}) {
      assertThatThrownBy(
              () -> Closing.after(first, new DiskFile(new MemoryVfs(), file, Path.of("/x"))))
          .isSameAs(first);
      assertThat(first.getSuppressed()).isEmpty();
    }
    verify(file, times(2)).close();
  }

  @Test
  void aFileThatCannotBeClosedIsAddedToTheFailureBeforeIt() throws IOException {
    doThrow(new IOException("cannot")).when(file).close();
    IllegalStateException first = new IllegalStateException("a");

    assertThatThrownBy(
            () -> Closing.after(first, new DiskFile(new MemoryVfs(), file, Path.of("/x"))))
        .isSameAs(first);
    assertThat(first.getSuppressed())
        .singleElement()
        .satisfies(later -> assertThat(later).isInstanceOf(StorageUnavailable.class));
  }
}
