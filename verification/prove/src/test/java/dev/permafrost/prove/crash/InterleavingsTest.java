package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several threads on one store, in many orders; docs/decisions/0019-orders-of-threads.md. */
final class InterleavingsTest {

  private static final long SEED = 20_261_130;

  @TempDir Path temporary;

  @Test
  void noOrderOfOpenReadAppendFlipDiscardPruneAndCloseBreaksAPromise() {
    assertThat(Interleavings.explore(SEED, 60)).isEmpty();
  }

  @Test
  void equalDeviationsGiveTheSameRun() {
    try (Bench bench = new Bench()) {
      for (Together together : Together.ALL) {
        Interleavings one = new Interleavings(together, bench);
        assertThat(one.traceOf(Map.of(20, 1))).isEqualTo(one.traceOf(Map.of(20, 1)));
        assertThat(one.traceOf(Map.of(20, 1))).isNotEqualTo(one.traceOf(Map.of()));
      }
    }
  }

  /**
   * A mistake in one class.
   *
   * @param name what it does wrongly
   * @param file the class
   * @param changes makes it
   */
  record Mistake(String name, String file, Map<String, String> changes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Mistake> mistakes() {
    return List.of(
        new Mistake(
            "removal under a view",
            "read/OpenViews.java",
            Map.of("!view.isExpired() && view.holds(chunk)", "view.isExpired()")),
        new Mistake(
            "the registry closes a database under a reader",
            "hot/HotRegistry.java",
            Map.of(
                "return !writerOut && readersOut == 0;", "return !writerOut;",
                "entry.readersOut + (entry.writerOut ? 1 : 0)", "(entry.writerOut ? 1 : 0)",
                "&& entry.briefOut > 0", "&& entry.briefOut < 0")),
        new Mistake(
            "watermark before commit",
            "hot/HotWriter.java",
            Map.of(
                "    store.commit(batchOf(borrowed, codec));",
                "    published.accept(sequence);\n    store.commit(batchOf(borrowed, codec));")),
        new Mistake(
            "a page does not look again",
            "read/ChunkPages.java",
            Map.of("if (now.equals(row))", "if (row.equals(row))")),
        new Mistake(
            "a view is registered behind its look at the catalog",
            "read/Reads.java",
            Map.of(
                "    views.opened(view);\n", "",
                "view.pin(readable.now());", "view.pin(readable.now()); views.opened(view);")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeInTheOrderIsFound(Mistake mistake) throws Exception {
    ClassLoader loader = ChangedSource.compile(mistake.file(), mistake.changes(), temporary);
    Object found =
        Class.forName(Interleavings.class.getName(), true, loader)
            .getMethod("explore", long.class, int.class)
            .invoke(null, SEED, 0);
    assertThat((List<?>) found).as(mistake.name()).isNotEmpty();
  }
}
