package dev.permafrost.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.backend.stream.Fetch.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which state of a fetch may follow which, cell by cell. */
class FetchStateTest {

  @ParameterizedTest
  @CsvSource({
    "WAITING,   true,  true,  false, false, true",
    "IN_FLIGHT, true,  true,  true,  true,  true",
    "PRESENT,   true,  false, false, true,  true",
    "FAILED,    false, false, false, false, true",
    "ABANDONED, false, false, false, false, true",
  })
  void aStateIsFollowedByTheseOnly(
      State from,
      boolean waiting,
      boolean inFlight,
      boolean present,
      boolean failed,
      boolean abandoned) {
    assertThat(from.mayBecome(State.WAITING)).isEqualTo(waiting);
    assertThat(from.mayBecome(State.IN_FLIGHT)).isEqualTo(inFlight);
    assertThat(from.mayBecome(State.PRESENT)).isEqualTo(present);
    assertThat(from.mayBecome(State.FAILED)).isEqualTo(failed);
    assertThat(from.mayBecome(State.ABANDONED)).isEqualTo(abandoned);
  }
}
