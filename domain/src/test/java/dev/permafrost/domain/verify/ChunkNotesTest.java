package dev.permafrost.domain.verify;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditReport;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.AuditedChunk;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.NetworkHistory;
import dev.permafrost.forge.ValueArm;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The notes on valid chunks, and the content hash of packs that have one. */
final class ChunkNotesTest {

  private static final int TRAILER_BYTES = 76;
  private static final int APP_DATA_BYTES = 5;

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  // ---- the content hash ------------------------------------------------------------------------

  @Test
  void aContentHashThatMatchesIsSoundAndAnyOtherIsDamage() throws Exception {
    freeze(ZERO);
    byte[] hash = contentHash(2, 5);
    put(ZERO, withHash(machine.bytes(machine.pack(ZERO)), hash));
    ChunkReport report = verify(ZERO);
    assertThat(report.failure()).isEmpty();
    assertThat(report.ledgers()).isEqualTo(4);

    hash[31] ^= 1;
    put(ZERO, withHash(machine.bytes(machine.pack(ZERO)), hash));
    report = verify(ZERO);
    assertThat(report.failure())
        .containsInstanceOf(CorruptArtifact.class)
        .get()
        .satisfies(
            failure -> assertThat(((CorruptArtifact) failure).check()).isEqualTo("content hash"));
    assertThat(audit(true).violations()).hasSize(1);
    assertThat(audit(false).violations()).isEmpty();
  }

  private static byte[] contentHash(long first, long last) throws Exception {
    MessageDigest pack = MessageDigest.getInstance("SHA-256");
    for (long sequence = first; sequence <= last; sequence++) {
      byte[] raw = TestMachine.ledger(sequence).toBytes();
      MessageDigest record = MessageDigest.getInstance("SHA-256");
      record.update(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(raw.length).array());
      record.update(raw);
      pack.update(record.digest());
    }
    return pack.digest();
  }

  private static byte[] withHash(byte[] pack, byte[] hash) {
    byte[] changed = pack.clone();
    int trailer = changed.length - TRAILER_BYTES;
    changed[trailer + 5] = 1;
    System.arraycopy(hash, 0, changed, trailer + 36, hash.length);
    return withTrailerCrc(changed);
  }

  private static byte[] withTrailerCrc(byte[] pack) {
    CRC32C crc = new CRC32C();
    crc.update(pack, pack.length - TRAILER_BYTES, TRAILER_BYTES - 4);
    ByteBuffer.wrap(pack)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(pack.length - 4, (int) crc.getValue());
    return pack;
  }

  // ---- the form of a pack ----------------------------------------------------------------------

  @Test
  void aPackOfTheCurrentFormIsNoteworthyToNobody() {
    freeze(ZERO);
    assertThat(verify(ZERO).notes().packForm()).contains(PackForm.CURRENT);
    assertThat(verify(ZERO).notes().texts()).isEmpty();
    assertThat(verify(ONE).notes()).isEqualTo(ChunkNotes.NONE);
    assertThat(audit(false).chunks())
        .extracting(AuditedChunk::notes)
        .containsExactly(verify(ZERO).notes());
  }

  @Test
  void aPackOfAnOlderFormIsSoundStaysAsItIsAndIsNamed() throws Exception {
    freeze(ZERO);
    byte[] older = inOlderForm(machine.bytes(machine.pack(ZERO)));
    put(ZERO, older);
    ChunkReport report = verify(ZERO);
    assertThat(report.isClean()).isTrue();
    assertThat(report.notes().texts())
        .containsExactly("pack of another form: older, app data of 4 bytes");
    for (boolean deep : new boolean[] {false, true}) {
      AuditReport audited = audit(deep);
      assertThat(audited.isClean()).isTrue();
      assertThat(audited.chunks().get(0).notes().texts()).isEqualTo(report.notes().texts());
    }
    freeze(ZERO);
    assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(older);
  }

  /** Without the version before the sequence, and without the checksum of the app data. */
  private static byte[] inOlderForm(byte[] pack) {
    int appData = pack.length - TRAILER_BYTES - APP_DATA_BYTES;
    byte[] older = Arrays.copyOf(pack, pack.length - 1);
    System.arraycopy(pack, appData + 1, older, appData, pack.length - appData - 1);
    ByteBuffer trailer = ByteBuffer.wrap(older).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt(older.length - TRAILER_BYTES + 32, 4).putInt(older.length - 8, 0);
    return withTrailerCrc(older);
  }

  // ---- ledgers of shapes that are not known ----------------------------------------------------

  @Test
  void ledgersOfUnknownShapesAreTakenWithOneRemarkARunAndVerifyAndAuditSayThatTheyAreThere() {
    List<ForgedLedger> chain =
        LedgerForge.shaped(
                8,
                NetworkHistory.beginningWith(28)
                    .valued(ValueArm.unknown(3, 44), 4)
                    .valued(ValueArm.unknown(3, 48), 5)
                    .ofMetaVersion(3, 7))
            .ledgers(new LedgerRange(2, 9));
    machine.otherLake(new FakeBackend(NETWORK, chain));
    try (Store store = machine.open()) {
      for (ChunkId chunk : List.of(ZERO, ONE)) {
        store.ingest().ingestFromLake(chunk, OptionalLong.empty(), CancelToken.NEVER);
        store.freezer().processChunk(chunk, Set.of(LEDGERS), CancelToken.NEVER);
      }
      assertThat(machine.events.remarks())
          .extracting(Remark::text)
          .containsOnlyOnce(
              "ledger 4 has StellarValue arm 3, which this version does not know; its header was"
                  + " proven by its hash, and it and others like it are taken: look for a newer"
                  + " version");
      assertThat(
              machine.events.remarks().stream()
                  .filter(remark -> remark.text().contains("does not know")))
          .hasSize(1);
      assertThat(store.ledgers().<Boolean>withLedger(5, chain.get(3).raw()::equals)).isTrue();
      assertThat(store.ledgers().<Boolean>withLedger(7, chain.get(5).raw()::equals)).isTrue();
    }
    machine.events.clear();
    assertThat(verify(ZERO).notes().texts())
        .containsExactly("4 ledgers of an unknown shape: StellarValue arm 3");
    assertThat(machine.events.remarks()).hasSize(1);
    assertThat(verify(ONE).notes().texts())
        .containsExactly("2 ledgers of an unknown shape: LedgerCloseMeta version 3");
    assertThat(audit(true).chunks())
        .extracting(chunk -> chunk.notes().texts())
        .containsExactly(
            List.of("4 ledgers of an unknown shape: StellarValue arm 3"),
            List.of("2 ledgers of an unknown shape: LedgerCloseMeta version 3"));
    assertThat(audit(true).isClean()).isTrue();
  }

  // ----------------------------------------------------------------------------------------------

  private void freeze(ChunkId chunk) {
    try (Store store = machine.open()) {
      store.freezer().processChunk(chunk, Set.of(LEDGERS), CancelToken.NEVER);
    }
  }

  private ChunkReport verify(ChunkId chunk) {
    try (StoreView view = machine.view()) {
      return view.verification().verify(chunk, CancelToken.NEVER);
    }
  }

  private AuditReport audit(boolean deep) {
    AuditRequest request = AuditRequest.ofEverything();
    try (StoreView view = machine.view()) {
      return view.audit()
          .run(deep ? request.deeply() : request, new Audit.Listener() {}, CancelToken.NEVER);
    }
  }

  private void put(ChunkId chunk, byte[] pack) throws IOException {
    machine.vfs.unlink(machine.pack(chunk));
    try (VfsFile file = machine.vfs.create(machine.pack(chunk))) {
      file.writeAt(ByteBuffer.wrap(pack), 0);
    }
  }
}
