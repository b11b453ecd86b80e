package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rocksdb.AbstractNativeReference;

/** Native objects are freed once, the last one first. */
final class NativeHandlesTest {

  private final List<String> freed = new ArrayList<>();

  @Test
  void whatIsOwnedIsFreedInReverseAndOnce() {
    long before = NativeHandles.live();
    NativeHandles handles = new NativeHandles();
    handles.own(new Named("options"));
    handles.own(new Named("database"));
    assertThat(NativeHandles.live()).isEqualTo(before + 2);
    handles.close();
    handles.close();
    assertThat(freed).containsExactly("database", "options");
    assertThat(NativeHandles.live()).isEqualTo(before);
  }

  /** Stands for an object of the native library. */
  private final class Named extends AbstractNativeReference {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    protected boolean isOwningHandle() {
      return !freed.contains(name);
    }

    @Override
    public void close() {
      freed.add(name);
    }
  }
}
