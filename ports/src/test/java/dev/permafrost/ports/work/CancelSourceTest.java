package dev.permafrost.ports.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.failure.Cancelled;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CancelSourceTest {

  private final CancelSource source = new CancelSource();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aTokenSaysWhetherItsSourceWasCancelled() {
    source.token().throwIfCancelled();
    assertThat(source.token().isCancelled()).isFalse();
    source.cancel();
    assertThat(source.token().isCancelled()).isTrue();
    assertThatThrownBy(source.token()::throwIfCancelled).isInstanceOf(Cancelled.class);
  }

  @Test
  void anActionRunsOnceWhenTheTokenIsCancelled() {
    try (CancelToken.Registration registration = source.token().onCancel(runs::incrementAndGet)) {
      assertThat(registration).isNotNull();
      assertThat(runs).hasValue(0);
      source.cancel();
      source.cancel();
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void anActionThatWasTakenBackDoesNotRun() {
    source.token().onCancel(runs::incrementAndGet).close();
    source.cancel();
    assertThat(runs).hasValue(0);
  }

  @Test
  void anActionRunsAtOnceIfTheTokenIsCancelledAlready() {
    source.cancel();
    source.token().onCancel(runs::incrementAndGet).close();
    assertThat(runs).hasValue(1);
  }

  @Test
  void neverIsNever() {
    CancelToken.NEVER.throwIfCancelled();
    CancelToken.NEVER.onCancel(runs::incrementAndGet).close();
    assertThat(CancelToken.NEVER.isCancelled()).isFalse();
    assertThat(runs).hasValue(0);
  }
}
