package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.SystemErrors;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operating system says outside of RocksDB becomes the failure that says who can help. */
final class FailuresTest {

  private static final Path PATH = Path.of("/hot/00000007");
  private static final Failures HOT = Failures.ofHot(HotFixture.CHUNK, PATH);
  private static final Failures CATALOG = Failures.ofCatalog(PATH);

  @Test
  void whatIsForbiddenIsPermissionDenied() {
    for (IOException error :
        List.of(
            new AccessDeniedException("x"),
            new FileSystemException("x", null, "Operation not permitted"),
            new IOException("Read-only file system"))) {
      assertThat(HOT.translate("open", error)).isInstanceOf(PermissionDenied.class).hasCause(error);
    }
  }

  @Test
  void whatDoesNotFitIsNoSpace() {
    for (IOException error :
        List.of(
            new IOException("No space left on device"),
            new FileSystemException("x", null, "Disk quota exceeded"))) {
      assertThat(HOT.translate("open", error)).isInstanceOf(NoSpace.class).hasCause(error);
    }
  }

  @Test
  void allElseMayPassAndSaysWhy() {
    for (IOException error :
        List.of(new FileSystemException("x", null, "odd"), new IOException("odd"))) {
      assertThat(HOT.translate("open", error))
          .isInstanceOf(HotStoreUnavailable.class)
          .hasMessageContaining("cannot open: odd")
          .hasCause(error);
    }
    assertThat(HOT.translate("open", new FileSystemException("the file")))
        .hasMessageContaining("the file");
    IOException error = new IOException("odd");
    assertThat(CATALOG.translate("open", error))
        .isInstanceOf(StorageUnavailable.class)
        .hasCause(error);
  }

  @Test
  void damageOfAWitnessIsToldFromOtherDamage() {
    assertThat((HotStoreDamaged) HOT.damagedWitness("gone"))
        .returns(true, HotStoreDamaged::isOfWitness)
        .returns(HotFixture.CHUNK, HotStoreDamaged::chunk)
        .returns(PATH.toString(), HotStoreDamaged::path);
    assertThat((HotStoreDamaged) HOT.damaged("gone", null))
        .returns(false, HotStoreDamaged::isOfWitness);
    assertThat((CatalogDamaged) CATALOG.damagedWitness("gone"))
        .returns(true, CatalogDamaged::isReadable)
        .returns(PATH.toString(), CatalogDamaged::path);
    assertThat((CatalogDamaged) CATALOG.damaged("gone", null))
        .returns(false, CatalogDamaged::isReadable);
  }

  @Test
  void aFailedSyncIsFinalAndNoSpaceIsNotToldAsAnErrorOfTheDisk() {
    assertThat(HOT.notDurable(PATH, new IOException("Input/output error")))
        .isInstanceOf(DurabilityFailure.class);
    StorageFailure failure = HOT.notDurable(PATH, new IOException("No space left on device"));
    assertThat(failure).isInstanceOf(NoSpace.class);
    assertThat(SystemErrors.isFinal(failure)).isTrue();
  }
}
