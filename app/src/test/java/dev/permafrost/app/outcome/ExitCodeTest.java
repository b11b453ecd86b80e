package dev.permafrost.app.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.failure.StorageFailure;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of exit codes, one by one. */
final class ExitCodeTest {

  @Test
  void everyFailureOfTheFamilyHasAnExample() {
    Set<Class<?>> examples =
        FailureExamples.withTheirCodes().keySet().stream()
            .map(Object::getClass)
            .collect(Collectors.toSet());

    assertThat(examples).containsExactlyInAnyOrder(StorageFailure.class.getPermittedSubclasses());
  }

  @TestFactory
  Stream<DynamicTest> everyFailureHasTheCodeOfTheTable() {
    return FailureExamples.withTheirCodes().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().getClass().getSimpleName() + " exits " + entry.getValue(),
                    () ->
                        assertThat(ExitCode.of(entry.getKey()).code())
                            .isEqualTo(entry.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> whatAnOperatorMustActOnHasANotice() {
    return FailureExamples.withTheirCodes().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().getClass().getSimpleName(),
                    () ->
                        assertThat(entry.getKey().notice().isPresent())
                            .isEqualTo(entry.getValue() == 4)));
  }

  @Test
  void codesOfNoticesAreNeverUsedTwice() {
    assertThat(
            FailureExamples.withTheirCodes().keySet().stream()
                .flatMap(failure -> failure.notice().stream())
                .map(notice -> notice.code()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anUnexpectedExceptionIsForALaterTry() {
    assertThat(ExitCode.of(new IllegalStateException("a bug")).code()).isEqualTo(3);
    assertThat(ExitCode.of(new OutOfMemoryError()).code()).isEqualTo(3);
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(ExitCode.of(new WrongUsage("no")).code()).isEqualTo(2);
  }

  @Test
  void doneIsZero() {
    assertThat(ExitCode.DONE.code()).isZero();
  }

  @Test
  void signalsHaveTheCodesThatShellsGiveThem() {
    assertThat(ExitCode.HUNG_UP.code()).isEqualTo(129);
    assertThat(ExitCode.INTERRUPTED.code()).isEqualTo(130);
    assertThat(ExitCode.TERMINATED.code()).isEqualTo(143);
  }

  @Test
  void ofSeveralChunksFourComesBeforeOneBeforeThree() {
    Map<ExitCode, ExitCode> worseThan =
        Map.of(
            ExitCode.OPERATOR, ExitCode.DAMAGE,
            ExitCode.DAMAGE, ExitCode.TRY_LATER,
            ExitCode.TRY_LATER, ExitCode.USAGE,
            ExitCode.USAGE, ExitCode.DONE,
            ExitCode.INTERRUPTED, ExitCode.OPERATOR);

    worseThan.forEach(
        (worse, better) -> {
          assertThat(worse.worse(better)).isEqualTo(worse);
          assertThat(better.worse(worse)).isEqualTo(worse);
        });
  }
}
