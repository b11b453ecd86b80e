package dev.permafrost.ports.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.failure.NativeLibraryUnavailable;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** D4: a native library that does not load is a failure of the family. */
final class NativeLibraryTest {

  private int loads;

  @Test
  void d4WhatDoesNotLoadNamesTheDirectoryAndTheLibraryPathAndIsNotTriedAgain() {
    Error linking = new UnsatisfiedLinkError("failed to map segment from shared object");
    NativeLibrary library =
        new NativeLibrary(
            "some-jni",
            Optional::empty,
            () -> {
              loads++;
              throw linking;
            });

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(NativeLibraryUnavailable.class)
          .isThrownBy(library::require)
          .withMessageContaining("some-jni")
          .withMessageContaining("java.library.path")
          .withCause(linking)
          .satisfies(
              e -> {
                assertThat(e.directory()).isEqualTo(System.getProperty("java.io.tmpdir"));
                assertThat(e.libraryPath()).isEqualTo(System.getProperty("java.library.path"));
                assertThat(e.notice().orElseThrow().code()).isEqualTo("PF-NATIVE");
              });
    }
    assertThat(loads).isEqualTo(1);
  }

  @Test
  void aDirectoryOfItsOwnIsNamed() {
    NativeLibrary library =
        new NativeLibrary(
            "some-jni",
            () -> Optional.of("/of/its/own"),
            () -> {
              throw new IllegalStateException("no such directory");
            });

    assertThatExceptionOfType(NativeLibraryUnavailable.class)
        .isThrownBy(library::require)
        .withMessageContaining("/of/its/own");
  }

  @Test
  void whatLoadsIsLoadedOnce() {
    NativeLibrary library = new NativeLibrary("some-jni", Optional::empty, () -> loads++);

    library.require();
    library.require();

    assertThat(loads).isEqualTo(1);
  }
}
