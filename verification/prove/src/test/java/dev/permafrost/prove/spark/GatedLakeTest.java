package dev.permafrost.prove.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.prove.spark.GatedLake.Batch;
import dev.permafrost.prove.spark.GatedLake.Gate;
import dev.permafrost.testkit.spark.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lake that holds requests back. */
class GatedLakeTest {

  private static final ChunkId ZERO = new ChunkId(0);

  @TempDir Path files;

  private static CompletableFuture<Integer> get(HttpClient client, URI address) {
    return client
        .sendAsync(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  @Test
  void whatIsHeldWaitsUntilTheGateIsOpenedAndNothingElseDoes() throws IOException {
    for (String name : new String[] {"A--64-127.xdr.zst", "B--5056-5119.xdr.zst"}) {
      Files.writeString(files.resolve(name), "x");
    }
    HttpClient client = HttpClient.newHttpClient();
    try (GatedLake lake = GatedLake.serve(files)) {
      Gate gate = lake.hold(batch -> batch.depth() > 0.4);
      CompletableFuture<Integer> held = get(client, lake.address().resolve("B--5056-5119.xdr.zst"));
      Waiting.until("it is held", () -> gate.count() == 1);

      assertThat(get(client, lake.address().resolve("A--64-127.xdr.zst")).join()).isEqualTo(200);
      assertThat(gate.waiting()).isEqualTo(Set.of(ZERO));
      assertThat(held).isNotDone();
      gate.open();
      assertThat(held.join()).isEqualTo(200);

      lake.answer();
      lake.refuse(batch -> batch.isOf(ZERO));
      assertThat(get(client, lake.address().resolve("A--64-127.xdr.zst")).join()).isEqualTo(403);
      lake.answer();
      assertThat(get(client, lake.address().resolve("A--64-127.xdr.zst")).join()).isEqualTo(200);
    }
  }

  @Test
  void anObjectOfTwoChunksIsOfNeitherAlone() {
    Batch both = new Batch(new ChunkId(1), 9984, 10_047);

    assertThat(both.isOf(ZERO)).isFalse();
    assertThat(both.isOf(new ChunkId(1))).isFalse();
    assertThat(new Batch(ZERO, 9920, 9983).isOf(ZERO)).isTrue();
    assertThat(new Batch(ZERO, 9920, 9983).depth()).isGreaterThan(0.995);
  }
}
