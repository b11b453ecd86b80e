package dev.permafrost.prove.lakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeAddress;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.server.ServerAbsent;
import dev.permafrost.threads.SystemTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A lake in a bucket that answers only who signs, read with the standard credential chain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3CredentialsTest {

  private static final String KEY = "AKIAPERMAFROSTTEST";
  private static final String SECRET = "a-secret/that+nobody=sees";
  private static final LedgerRange LEDGERS = new LedgerRange(2, 61);
  private static final String NETWORK = "Signing Network";

  /** All loggers, and those that the command keeps quiet whatever it is asked. */
  private static final List<String> LOUDEST =
      List.of(org.slf4j.Logger.ROOT_LOGGER_NAME, "org.apache.hc", "software.amazon.awssdk");

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private Properties before = new Properties();
  private Path place;
  private S3ProxyServer server;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  void fillABucketAndLockIt(@TempDir Path directory) throws IOException {
    place = directory;
    try {
      try (S3ProxyServer open = S3ProxyServer.start(place)) {
        LakeForge.into(open.files().resolve("deep/lake"), LakeShape.usual(NETWORK))
            .forge(LedgerForge.small(5), LEDGERS);
        open.takeIn("deep");
      }
      server = S3ProxyServer.startLocked(place, KEY, SECRET);
    } catch (ServerAbsent e) {
      if ("required".equals(System.getenv("PERMAFROST_SERVERS"))) {
        throw new IllegalStateException(e);
      }
      abort(String.valueOf(e.getMessage()));
    }
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void listenAndForgetThisMachinesCredentials() {
    before = (Properties) System.getProperties().clone();
    System.setProperty("aws.disableEc2Metadata", "true");
    System.setProperty("aws.sharedCredentialsFile", place.resolve("no-credentials").toString());
    System.setProperty("aws.configFile", place.resolve("no-config").toString());
    log.start();
    root().iteratorForAppenders().forEachRemaining(usual::add);
    usual.forEach(root()::detachAppender);
    root().addAppender(log);
    LOUDEST.forEach(name -> logger(name).setLevel(Level.TRACE));
  }

  @AfterEach
  void restore() {
    root().detachAppender(log);
    usual.forEach(root()::addAppender);
    usual.clear();
    LOUDEST.forEach(name -> logger(name).setLevel(Level.WARN));
    System.setProperties(before);
  }

  @Test
  void withTheRightCredentialsALakeIsListedAndReadAndNoSecretIsLogged() {
    have(SECRET);
    try (DataLake lake = open()) {
      var survey = lake.survey(Duration.ofMinutes(1), CancelToken.NEVER);
      assertThat(survey.network()).isEqualTo(NETWORK);
      assertThat(survey.canList()).isTrue();
      assertThat(survey.tip()).isEqualTo(OptionalLong.of(LEDGERS.last()));
      assertThat(read(lake)).isEqualTo(forged());
    }
    assertThat(logged())
        .as("what the libraries log at their loudest")
        .isNotEmpty()
        .doesNotContain(SECRET)
        .doesNotContain("Signature=");
  }

  @Test
  void aWrongSecretIsForbiddenInTheWordsOfTheServerAndOfNoSecret() {
    have("another-secret");
    try (DataLake lake = open()) {
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOfSatisfying(
              LakeForbidden.class,
              forbidden -> {
                assertThat(forbidden.status()).isEqualTo(403);
                assertThat(forbidden.detail()).startsWith("SignatureDoesNotMatch: ");
              })
          .hasMessageNotContaining("another-secret");
    }
    assertThat(logged()).doesNotContain("another-secret").doesNotContain("Signature=");
  }

  @Test
  void withoutAnyCredentialsItSaysWhereTheyWereLookedFor() {
    try (DataLake lake = open()) {
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOf(LakeForbidden.class)
          .hasMessageContaining("the standard credential chain has no credentials");
    }
  }

  @Test
  void unsignedRequestsAreForbidden() {
    LakeOptions options = LakeOptions.of(server.root().resolve("deep/lake/")).build();
    try (DataLake lake = DataLakes.open(options, new SystemTime())) {
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOfSatisfying(
              LakeForbidden.class,
              forbidden -> assertThat(forbidden.detail()).isEqualTo("AccessDenied"));
    }
  }

  private static void have(String secret) {
    Map.of("aws.accessKeyId", KEY, "aws.secretAccessKey", secret).forEach(System::setProperty);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by the caller
  private DataLake open() {
    String bucket = server.root().getPath().replace("/", "");
    String address =
        "s3://"
            + bucket
            + "/deep/lake?region=us-east-1&credentials=chain&endpoint=http://127.0.0.1:"
            + server.root().getPort();
    return DataLakes.open(LakeOptions.of(LakeAddress.parse(address)).build(), new SystemTime());
  }

  private static List<ByteBuffer> read(DataLake lake) {
    List<ByteBuffer> raw = new ArrayList<>();
    try (LedgerStream stream = lake.stream(LEDGERS, CancelToken.NEVER)) {
      while (stream.next()) {
        ByteBuffer borrowed = stream.borrowedRaw();
        raw.add(ByteBuffer.allocate(borrowed.remaining()).put(borrowed).flip());
      }
    }
    return raw;
  }

  private static List<ByteBuffer> forged() {
    return LedgerForge.small(5).ledgers(LEDGERS).stream().map(ForgedLedger::raw).toList();
  }

  private String logged() {
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      all.append(Objects.toString(event.getFormattedMessage())).append('\n');
    }
    return all.toString();
  }

  private static Logger root() {
    return logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
