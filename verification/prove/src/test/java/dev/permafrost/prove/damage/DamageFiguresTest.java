package dev.permafrost.prove.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a run of damages counts as a proof, and that it is compared with a table. */
final class DamageFiguresTest {

  private static final List<String> NONE = List.of();

  @Test
  void nothingUnnoticedAlteredOrWrongAndAllMendedHold() {
    assertThat(figures(5, NONE, NONE, NONE).hold()).isTrue();
    assertThat(figures(4, NONE, NONE, NONE).hold()).isFalse();
    assertThat(figures(5, List.of("a loss"), NONE, NONE).hold()).isFalse();
    assertThat(figures(5, NONE, List.of("a change"), NONE).hold()).isFalse();
    assertThat(figures(5, NONE, NONE, List.of("an answer")).hold()).isFalse();
  }

  @Test
  void fiveKindsOfDamageToAHotWitnessMustBeMended() {
    assertThat(DamageKinds.all().stream().filter(DamageKind::mendable)).hasSize(5);
  }

  @Test
  void withoutTheTableOfTheDocumentNothingIsDamaged(@TempDir Path source) throws IOException {
    PrintWriter out = new PrintWriter(Writer.nullWriter());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DamagePart(source).holds(out))
        .withMessageContaining("cannot be read");
    Files.writeString(Files.createDirectory(source.resolve("docs")).resolve("damage.md"), "# no");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DamagePart(source).holds(out))
        .withMessageContaining("no table of damages");
  }

  private static DamageFigures figures(
      int mended, List<String> unnoticed, List<String> altered, List<String> wrong) {
    return new DamageFigures(
        new DamageTable(), 1, 1, mended, 5, unnoticed, altered, wrong, NONE, 1.5, 7);
  }
}
