package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ways of freezing that an operator may choose, on the whole command line. */
@ExtendWith(DemoStore.Maker.class)
final class FreezeOptionsTest {

  @TempDir Path temporary;

  @Test
  void undecodedAndHeldBackGiveTheSamePackAndSayWhatWasRead(DemoStore demo) throws Exception {
    Ran ingested = Line.run("ingest", "--chunk", 0, "--data", data(), "--lake", demo.lakeAddress());
    assertThat(ingested.code()).as("%s", ingested).isZero();

    Ran frozen =
        Line.run(
            "freeze", "--json", "--chunks", 0, "--undecoded", "--io-limit", "1G", "--data", data());

    assertThat(frozen.code()).as("%s", frozen).isZero();
    JsonNode row = frozen.json().get(0);
    assertThat(row.get("source").asText()).isEqualTo("hot, not decoded");
    assertThat(row.get("rawBytes").asLong()).isPositive();
    assertThat(Files.mismatch(Line.pack(data(), 0), Line.pack(demo.directory(), 0))).isEqualTo(-1);
  }

  private Path data() {
    return temporary.resolve("data");
  }
}
