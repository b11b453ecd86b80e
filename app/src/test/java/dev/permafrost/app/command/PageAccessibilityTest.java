package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.watch.DevTools;
import dev.permafrost.app.watch.LargeStore;
import dev.permafrost.app.watch.OutsideProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page is to somebody who does not see it, or not well. */
final class PageAccessibilityTest {

  @TempDir Path temporary;

  /** The rules of WCAG 2.1 and good practice, as axe-core checks them: names, roles, contrast. */
  @ParameterizedTest
  @CsvSource({"0, light", "300, light", "300, dark"})
  void aCheckerOfAccessibilityFindsNothing(int chunks, String scheme) throws Exception {
    try (DevTools tools = open(chunks)) {
      tools.prefer(scheme);
      tools.value("document.getElementById('text').open = true");
      tools.value(checker());
      JsonNode violations = tools.value("axe.run().then(result => result.violations)");
      assertThat(violations.isArray()).isTrue();
      List<String> found = new ArrayList<>();
      for (JsonNode violation : violations) {
        found.add(
            violation.path("id").asText()
                + ": "
                + violation.at("/nodes/0/html").asText()
                + " "
                + violation.at("/nodes/0/failureSummary").asText());
      }
      assertThat(found).isEmpty();
    }
  }

  @Test
  void theCheckerFindsAPictureWithoutAName() throws Exception {
    try (DevTools tools = open(0)) {
      tools.value("document.querySelector('main').append(document.createElement('img')); 0");
      tools.value(checker());
      String ids = "axe.run().then(result => result.violations.map(one => one.id).join())";
      assertThat(tools.value(ids).asText()).contains("image-alt");
    }
  }

  @Test
  void aScreenReaderIsToldWhatTheMapShows() throws Exception {
    try (DevTools tools = open(300)) {
      List<String> told = tools.accessibilityTree();
      assertThat(told)
          .contains("heading: Permafrost", "heading: Overview", "heading: Chunks")
          .contains("gridcell: chunk 0, frozen, 1.5 GB", "gridcell: chunk 41, with a problem")
          .anyMatch(line -> line.startsWith("grid: Chunks, 100 a row. Move with the arrow keys"));
      assertThat(told.stream().filter(line -> line.startsWith("gridcell: "))).hasSize(300);
      for (String role : List.of("link", "button", "textbox", "grid", "gridcell", "heading")) {
        assertThat(told).as("each has a name").doesNotContain(role + ": ");
      }
    }
  }

  private DevTools open(int chunks) throws IOException, InterruptedException {
    OutsideProgram browser = OutsideProgram.require("chromium");
    Path data = LargeStore.make(temporary.resolve("data"), chunks);
    Path page = temporary.resolve("page.html");
    Line.run("status", "--data", data, "--html", page);
    return DevTools.open(browser, temporary, page.toUri());
  }

  private static String checker() throws IOException {
    ClassLoader classes = PageAccessibilityTest.class.getClassLoader();
    try (InputStream script = classes.getResourceAsStream("axe.min.js")) {
      return new String(
          Objects.requireNonNull(script, "axe-core is on the class path").readAllBytes(),
          StandardCharsets.UTF_8);
    }
  }
}
