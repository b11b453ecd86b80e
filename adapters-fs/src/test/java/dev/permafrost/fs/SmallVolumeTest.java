package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.testkit.locale.SpokenLocale;
import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real, small file system of its own; skipped where mounting is not permitted. */
class SmallVolumeTest {

  private static final ChunkId CHUNK = new ChunkId(3);
  private static final int VOLUME_KIB = 256;

  @TempDir Path directory;

  private Path volume = Path.of("/");
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    volume = Files.createDirectory(directory.resolve("volume"));
    mounted =
        Programs.succeeds(
            "mount", "-t", "tmpfs", "-o", "size=" + VOLUME_KIB + "k", "none", volume + "");
    assumeTrue(mounted, "mounting is not permitted here");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(Programs.succeeds("umount", volume.toString())).isTrue();
    }
  }

  /** Runs a command, and skips the test where that may not be done. */
  static void assumeRuns(String... command) {
    assumeTrue(Programs.succeeds(command), "not permitted here: " + String.join(" ", command));
  }

  private ArtifactStore store() {
    return FileStores.artifacts(FileStores.posix(), volume, List.of(FileStores.packFormat()));
  }

  private void write(int bytes) {
    try (ArtifactWriter writer = store().create(ArtifactKind.LEDGERS, CHUNK)) {
      writer.append(ByteBuffer.allocateDirect(bytes));
      writer.finish();
      writer.makeDurable();
    }
  }

  private StoreRoots roots() {
    return FileStores.roots(
        FileStores.posix(), RootPaths.under(volume), Set.of(ArtifactKind.LEDGERS));
  }

  @Test
  void aFullVolumeIsNoSpaceAndLeavesNothingBehind() {
    assertThatExceptionOfType(NoSpace.class).isThrownBy(() -> write(2 * VOLUME_KIB * 1024));
    assertThat(store().look(ArtifactKind.LEDGERS, CHUNK)).isEmpty();

    assertThatCode(() -> write(VOLUME_KIB * 512)).doesNotThrowAnyException();
    assertThat(store().look(ArtifactKind.LEDGERS, CHUNK)).hasValue(VOLUME_KIB * 512L);
  }

  private void fill() {
    byte[] filling = new byte[1024];
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> {
              try (var out = Files.newOutputStream(volume.resolve("filling"))) {
                while (true) {
                  out.write(filling);
                }
              }
            });
  }

  @Test
  void aFullVolumeCannotBeClaimed() throws IOException {
    fill();
    try (StoreRoots roots = roots()) {
      assertThatExceptionOfType(NoSpace.class).isThrownBy(() -> roots.claim(RootRole.COLD));
    }
    Files.delete(volume.resolve("filling"));
    try (StoreRoots roots = roots()) {
      assertThatCode(() -> roots.claim(RootRole.COLD)).doesNotThrowAnyException();
    }
  }

  @Test
  void aReadOnlyVolumeIsAMatterOfPermissionAndCanStillBeRead() throws Exception {
    write(10);
    try (StoreRoots roots = roots()) {
      roots.claim(RootRole.COLD);
      roots.name(RootRole.COLD, StoreHolder.STORE);
      roots.makeReachable(RootRole.COLD);
    }
    assertThat(Programs.succeeds("mount", "-o", "remount,ro", volume.toString())).isTrue();

    assertThatExceptionOfType(PermissionDenied.class).isThrownBy(() -> write(10));
    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> store().unlink(ArtifactKind.LEDGERS, CHUNK));
    assertThat(store().look(ArtifactKind.LEDGERS, CHUNK)).hasValue(10);
    try (StoreRoots roots = roots()) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> roots.claim(RootRole.COLD));
      roots.share(RootRole.COLD);
      assertThat(roots.look(RootRole.COLD))
          .isEqualTo(RootSighting.named(StoreHolder.STORE, RootRole.COLD));
    }
  }

  /** D6, in processes in which the operating system says it in other words. */
  @ParameterizedTest
  @ValueSource(strings = {"POSIX", "de_DE", "tr_TR"})
  void d6AnErrorMeansTheSameInEveryLanguage(String name) throws Exception {
    Optional<SpokenLocale> locale =
        SpokenLocale.of(name, Files.createDirectory(directory.resolve("locales")));
    assumeTrue(locale.isPresent(), "this machine has no locale " + name);
    Files.writeString(volume.resolve("file"), "content");
    fill();

    assertThat(
            locale.get().run(List.of(), SpokenFileErrors.class, volume, directory.resolve("loop")))
        .contains(
            "below a file: MISSING",
            "direct: false",
            "sync: UnfitFileSystem",
            "full: NoSpace BYTES",
            "loop: UnusablePath",
            "long: UnusablePath");
  }

  @Test
  void d6AVolumeWithoutInodesIsSaidToHaveNone() throws Exception {
    assumeRuns("mount", "-o", "remount,nr_inodes=3", volume.toString());

    assertThatExceptionOfType(NoSpace.class)
        .isThrownBy(() -> write(10))
        .satisfies(e -> assertThat(e.shortage()).isEqualTo(NoSpace.Shortage.FILES))
        .withMessageContaining("no files left");
  }

  @Test
  void aVolumeHasADeviceOfItsOwn() throws IOException {
    assertThat(PosixVfs.INSTANCE.stat(volume).device())
        .isNotEqualTo(PosixVfs.INSTANCE.stat(directory).device());
  }
}
