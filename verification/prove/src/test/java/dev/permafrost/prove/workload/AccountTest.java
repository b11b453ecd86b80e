package dev.permafrost.prove.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal amounts to. */
final class AccountTest {

  @TempDir Path directory;
  private final Account account = new Account(new Geometry(24));

  @Test
  void aProcessKilledBeforeItsJournalWasStartingAndPromisedNothing() {
    assertThat(account.read(directory.resolve("none"))).isEqualTo(Phase.STARTING);
    assertThat(account.promised()).isEmpty();
    assertThat(account.isOpened()).isFalse();
  }

  @Test
  void acknowledgedLedgersArePromisedUntilTheyAreGivenUp() throws IOException {
    assertThat(
            read("phase opening\nphase ingesting\nledger 2\nledger 3\nphase opening\nledger 26\n"))
        .isEqualTo(Phase.OPENING);
    assertThat(account.promised()).containsExactly(2L, 3L, 26L);
    assertThat(account.isOpened()).isTrue();

    assertThat(read("phase removing\ngiven-up 0\n")).isEqualTo(Phase.REMOVING);
    assertThat(account.promised()).containsExactly(26L);
    assertThat(account.acknowledged()).isEqualTo(3);
  }

  @Test
  void aFrozenChunkIsPromisedWhole() throws IOException {
    read("phase freezing\nfrozen 1\n");
    assertThat(account.promised()).hasSize(24).contains(26L, 49L);
  }

  @Test
  void aLineThatWasCutOffWasNotSaid() throws IOException {
    assertThat(read("phase ingesting\nledger 2\nledger 3")).isEqualTo(Phase.INGESTING);
    assertThat(account.promised()).containsExactly(2L);
  }

  @Test
  void whatIsPutIntoAPlaceToBeAdoptedMayHaveNoKey() throws IOException {
    read("adopts 1\nphase adopting-in-place\n");
    assertThat(account.withoutKey()).containsExactly(new ChunkId(1));
    assertThat(account.promised()).isEmpty();
  }

  private Phase read(String text) throws IOException {
    return account.read(Files.writeString(directory.resolve("journal"), text));
  }
}
