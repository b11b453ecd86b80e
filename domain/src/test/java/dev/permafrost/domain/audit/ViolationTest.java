package dev.permafrost.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The words by which machines know findings: once given, they keep their meaning. */
final class ViolationTest {

  @Test
  void everyViolationIsKnownByItsNameInLowerCaseWithHyphens() {
    assertThat(Violation.values())
        .allSatisfy(
            violation ->
                assertThat(violation.code().replace('-', '_'))
                    .isEqualToIgnoringCase(violation.name())
                    .isLowerCase());
  }

  @Test
  void everyInvariantThatAStoreAtRestShowsIsLookedFor() {
    assertThat(Arrays.stream(Violation.values()).map(Violation::invariant))
        .containsOnly("I1", "I2", "I3", "I4", "");
    assertThat(Violation.HOT_LOST.invariant()).isEqualTo("I1");
    assertThat(Violation.FROZEN_WITHOUT_FILE.invariant()).isEqualTo("I2");
    assertThat(Violation.FILE_WITHOUT_KEY.invariant()).isEqualTo("I3");
    assertThat(Violation.LEFT_FREEZING.invariant()).isEqualTo("I4");
  }

  @Test
  void severitiesAreWrittenInLowerCase() {
    assertThat(Arrays.stream(Severity.values()).map(Severity::word))
        .containsExactly("note", "unfinished", "unavailable", "damage", "operator");
  }
}
