package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.LakeLab;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksum that a store says its object has. */
class BodyChecksumTest {

  /** RFC 3720, appendix B.4: 32 bytes of zeros. */
  private static final long OF_ZEROS = 0x8A91_36AAL;

  private static final String OF_ZEROS_TEXT = "ipE2qg==";

  private static final LakeShape SHAPE = LakeLab.shape(1, 64_000);
  private static final List<byte[]> LEDGERS =
      LakeLab.raw(LedgerForge.small(7).ledgers(new LedgerRange(2, 9)));

  @TempDir Path directory;
  private LakeLab lab = new LakeLab(Path.of("unused"));
  private Path files = Path.of("unused");
  private final AtomicInteger spoiled = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String header = "x-amz-checksum-crc32c";
  private volatile String prefix = "";
  private final HttpServer server;

  BodyChecksumTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    lab = new LakeLab(directory);
    files = lab.write("lake", SHAPE, LEDGERS);
    server.createContext(
        "/",
        exchange -> {
          Path file = files.resolve(exchange.getRequestURI().getPath().substring(1));
          boolean wantsBody = exchange.getRequestMethod().equals("GET");
          if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
          }
          byte[] body = Files.readAllBytes(file);
          byte[] sum = ByteBuffer.allocate(4).putInt((int) crc(body)).array();
          boolean isAsked =
              "ENABLED".equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-mode"));
          if (isAsked) {
            asked.incrementAndGet();
          }
          exchange
              .getResponseHeaders()
              .add(header, prefix + Base64.getEncoder().encodeToString(sum));
          boolean isSpoiled = wantsBody && spoiled.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
          if (isSpoiled) {
            body[body.length / 2] ^= 1;
          }
          exchange.sendResponseHeaders(200, wantsBody ? body.length : -1);
          if (wantsBody) {
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(body);
            }
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    lab.close();
    server.stop(0);
  }

  @Test
  void isReadInBothVendorsForms() {
    assertThat(BodyChecksum.of(List.of(ByteBuffer.allocate(7), ByteBuffer.allocate(25))))
        .isEqualTo(OF_ZEROS);
    assertThat(BodyChecksum.read(List.of("crc32c=" + OF_ZEROS_TEXT + ",md5=AAAA"), "", ""))
        .hasValue(OF_ZEROS);
    assertThat(BodyChecksum.read(List.of("md5=AAAA", " crc32c=" + OF_ZEROS_TEXT), "", ""))
        .hasValue(OF_ZEROS);
    assertThat(BodyChecksum.read(List.of(), OF_ZEROS_TEXT, "")).hasValue(OF_ZEROS);
    assertThat(BodyChecksum.read(List.of(), OF_ZEROS_TEXT, "FULL_OBJECT")).hasValue(OF_ZEROS);
  }

  @ParameterizedTest
  @CsvSource({"ipE2qg==,COMPOSITE", "ipE2qg==-3,''", "ipE2,''", "no base64,''", "'',''"})
  void whatSaysNothingOfTheBytesIsLeftAlone(String amazon, String type) {
    assertThat(BodyChecksum.read(List.of("md5=AAAA", "crc32c=?"), amazon, type))
        .isEqualTo(OptionalLong.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-amz-checksum-crc32c", "x-goog-hash"})
  void aBodyThatIsNotWhatItsServerSaysIsAskedForAgain(String name) {
    header = name;
    prefix = name.startsWith("x-goog") ? "crc32c=" : "";
    DataLake lake = lab.open(base());
    spoiled.set(1);
    assertThat(lake.network(CancelToken.NEVER)).isEqualTo(LakeLab.NETWORK);
    assertThat(lab.time().pauses()).hasSize(1);
    spoiled.set(3);
    assertThat(LakeLab.read(lake, 2, 9)).containsExactlyElementsOf(LEDGERS);
    assertThat(spoiled).hasValue(0);
    assertThat(asked).hasPositiveValue();
  }

  @Test
  void aBodyThatNeverIsWhatItsServerSaysIsDamage() {
    DataLake lake = lab.open(base(), options -> options.retries(2));
    assertThat(LakeLab.read(lake, 2, 2)).hasSize(1);
    spoiled.set(1000);
    assertThatThrownBy(() -> LakeLab.read(lake, 5, 5))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll(SHAPE.key(5), "CRC32C", "attempt 3");
    assertThat(spoiled).hasValue(997);
    DataLake fresh = lab.open(base(), options -> options.retries(1));
    assertThatThrownBy(() -> fresh.network(CancelToken.NEVER))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll(LakeLab.MANIFEST, "CRC32C");
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static long crc(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }
}
