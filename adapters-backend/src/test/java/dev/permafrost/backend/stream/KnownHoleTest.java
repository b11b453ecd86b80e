package dev.permafrost.backend.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KnownHoleTest {

  @Test
  void objectsBehindAMissingOneAreOfItsHoleAndTheFirstOneIsNot() {
    KnownHole hole = new KnownHole();
    assertThat(hole.reaches(0)).isFalse();
    assertThat(hole.reaches(50)).isFalse();
    hole.missing(50);
    assertThat(hole.reaches(50)).isFalse();
    assertThat(hole.reaches(51)).isTrue();
    assertThat(hole.reaches(306)).isTrue();
    assertThat(hole.reaches(307)).as("another hole, further on").isFalse();
    hole.missing(49);
    assertThat(hole.reaches(50)).as("never goes back").isFalse();
  }
}
