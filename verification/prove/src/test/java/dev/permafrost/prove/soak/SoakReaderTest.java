package dev.permafrost.prove.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.prove.soak.SoakNotes.Note;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the readers of a soak notice, on a real store. */
final class SoakReaderTest {

  private static final LedgerRange ALL = new LedgerRange(2, 31);
  private static final long SEED = 5;

  @TempDir Path temporary;

  private final List<String> wrong = new ArrayList<>();

  @Test
  void aViewThatIsAsItMustBeIsNotWrong() {
    read(SEED, ALL.last());
    assertThat(wrong).isEmpty();
  }

  @Test
  void aLedgerWithOtherBytesIsWrong() {
    read(SEED + 1, ALL.last());
    assertThat(wrong).isNotEmpty().allMatch(line -> line.startsWith("ledger "));
  }

  @Test
  void aViewThatLacksWhatWasAcknowledgedIsWrong() {
    read(SEED, ALL.last() + 1);
    assertThat(wrong).singleElement().asString().startsWith("32 was there, and a view holds");
  }

  private void read(long seed, long acknowledged) {
    SoakNotes notes = SoakNotes.in(temporary.resolve("notes"));
    notes.set(Note.ACKNOWLEDGED, acknowledged);
    try (OpenStore<Store> opened =
        Permafrost.at(temporary.resolve("data")).geometry(new Geometry(10)).open()) {
      try (LiveIngest live = opened.store().ingest().live("Soak Network", ALL.first())) {
        for (ForgedLedger ledger : LedgerForge.small(SEED).ledgers(ALL)) {
          live.append(ledger.raw());
        }
      }
      Truth truth = new Truth(seed, ALL.first());
      new SoakReader(opened.store(), truth, ALL.first(), notes, new Random(1), wrong::add)
          .readOneView();
    }
    assertThat(notes.get(Note.PAGES)).isPositive();
  }
}
