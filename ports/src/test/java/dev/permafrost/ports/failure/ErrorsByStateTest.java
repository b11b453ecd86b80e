package dev.permafrost.ports.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** D6: the state of volume and process decides, and the words of the system are for people. */
final class ErrorsByStateTest {

  private static final String PATH = "/data/hot";

  /** As a German, a Turkish and an odd system say it; none of it is in the list of words. */
  private final IOException foreign =
      new IOException("Auf dem Ger\u00e4t ist kein Speicherplatz mehr verf\u00fcgbar");

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  /** A state made up of what a test says; all else is as it should be. */
  private record State(
      boolean refusesWrites, boolean isFull, OptionalLong filesLeft, boolean hasDescriptors)
      implements SystemState {

    private static final State FINE = new State(false, false, OptionalLong.of(9), true);

    private static State full() {
      return new State(false, true, OptionalLong.of(9), true);
    }

    private static State withoutFiles() {
      return new State(false, false, OptionalLong.of(0), true);
    }

    private static State readOnly() {
      return new State(true, false, OptionalLong.of(9), true);
    }

    private static State withoutDescriptors() {
      return new State(false, false, OptionalLong.empty(), false);
    }
  }

  private static StorageFailure write(IOException error, SystemState state) {
    return SystemErrors.translate(error, "write", PATH, state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "tr-TR", "und"})
  void inAnyLocaleAFullVolumeIsNoSpaceByItsState(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));

    assertThat(write(foreign, State.full()))
        .isInstanceOfSatisfying(
            NoSpace.class, e -> assertThat(e.shortage()).isEqualTo(NoSpace.Shortage.BYTES));
    assertThat(SystemErrors.translateSync(foreign, PATH, State.full())).isInstanceOf(NoSpace.class);
    assertThat(write(new IOException("DISK QUOTA EXCEEDED"), State.FINE))
        .isInstanceOfSatisfying(
            NoSpace.class, e -> assertThat(e.shortage()).isEqualTo(NoSpace.Shortage.QUOTA));
  }

  @Test
  void anInodeShortageIsNotToldAsFreeSpace() {
    StorageFailure failure =
        write(new IOException("No space left on device"), State.withoutFiles());

    assertThat(failure)
        .isInstanceOfSatisfying(
            NoSpace.class, e -> assertThat(e.shortage()).isEqualTo(NoSpace.Shortage.FILES));
    assertThat(failure.notice().orElseThrow().steps().get(0).words())
        .contains("inodes")
        .doesNotContain("free space");
    assertThat(write(foreign, State.withoutFiles())).isInstanceOf(NoSpace.class);
  }

  @Test
  void aReadOnlyVolumeIsAMatterOfPermissionWhateverIsSaid() {
    assertThat(write(new IOException("salt okunur dosya sistemi"), State.readOnly()))
        .isInstanceOf(PermissionDenied.class);
  }

  @Test
  void aProcessWithoutDescriptorsMayTryLater() {
    IOException said = new FileSystemException(PATH, null, "Zu viele offene Dateien");

    assertThat(write(said, State.withoutDescriptors())).isInstanceOf(StorageUnavailable.class);
    assertThat(SystemErrors.kindOfRead(said, State.withoutDescriptors()))
        .isEqualTo(SystemErrors.Kind.NO_DESCRIPTORS);
  }

  @Test
  void spaceThatWasFreedMeanwhileIsSaidToHaveBeenMissing() {
    assertThat(write(new IOException("No space left on device"), State.FINE))
        .isInstanceOfSatisfying(
            NoSpace.class, e -> assertThat(e.shortage()).isEqualTo(NoSpace.Shortage.UNTOLD));
  }

  @Test
  void anErrorOfTheDeviceIsNeverHiddenByAFullOrReadOnlyVolume() {
    IOException device = new IOException("Input/output error");

    for (SystemState state : new SystemState[] {State.full(), State.readOnly()}) {
      assertThat(write(device, state)).isInstanceOf(StorageUnavailable.class);
      assertThat(SystemErrors.translateSync(device, PATH, state))
          .isInstanceOf(DurabilityFailure.class);
    }
  }

  @Test
  void whatTheJdkHasATypeForIsThatWhateverTheStateIs() {
    assertThat(write(new DirectoryNotEmptyException(PATH), State.full()))
        .isInstanceOf(StorageUnavailable.class);
  }

  @Test
  void readingIsNotJudgedByWhatIsLeftToWrite() {
    for (SystemState state : new SystemState[] {State.full(), State.readOnly()}) {
      assertThat(SystemErrors.translateRead(foreign, "read", PATH, state))
          .isInstanceOf(StorageUnavailable.class);
    }
  }

  @Test
  void aLinkInACircleAndANameTooLongAreWrongRequests() {
    SystemState circle =
        new SystemState() {
          @Override
          public Optional<Path> linkInACircle() {
            return Optional.of(Path.of("/data"));
          }
        };
    IOException odd = new FileSystemException(PATH, null, "odd");

    assertThat(SystemErrors.translateRead(odd, "look at", PATH, circle))
        .isInstanceOfSatisfying(
            UnusablePath.class, e -> assertThat(e.problem()).isEqualTo(UnusablePath.Problem.LOOP))
        .returns(Remedy.CHANGE_REQUEST, StorageFailure::remedy);
    assertThat(write(odd, circle)).isInstanceOf(UnusablePath.class);
    String tooLong = "/data/" + "\u00e4".repeat(128);
    assertThat(SystemErrors.translate(odd, "make", tooLong, SystemState.UNKNOWN))
        .isInstanceOfSatisfying(
            UnusablePath.class,
            e -> assertThat(e.problem()).isEqualTo(UnusablePath.Problem.TOO_LONG))
        .hasMessageContaining("256 bytes");
  }
}
