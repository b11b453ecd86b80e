package dev.permafrost.benchmarks;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes outcomes with all their rounds as JSON. */
final class BenchJson {

  private BenchJson() {}

  static void write(Path file, List<Outcome> outcomes) {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(file.toFile(), JsonEncoding.UTF8)
            .useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeNumberField("cores", Runtime.getRuntime().availableProcessors());
      json.writeStringField("java", Runtime.version().toString());
      json.writeArrayFieldStart("rows");
      for (Outcome outcome : outcomes) {
        write(json, outcome);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator json, Outcome outcome) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", outcome.name());
    json.writeNumberField("ratio", outcome.ratio());
    json.writeNumberField("must", outcome.must());
    json.writeStringField("bound", outcome.bound() == Row.Bound.AT_LEAST ? "least" : "most");
    json.writeNumberField("low", outcome.low());
    json.writeNumberField("high", outcome.high());
    json.writeBooleanField("ok", outcome.isGood());
    json.writeArrayFieldStart("rounds");
    for (Round round : outcome.rounds()) {
      json.writeStartObject();
      json.writeNumberField("ratio", round.ratio());
      for (Map.Entry<String, Double> figure : round.figures().entrySet()) {
        json.writeNumberField(figure.getKey(), figure.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
