package dev.permafrost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What lies on the shelf is made once. */
final class ShelfTest {

  private final Shelf shelf = new Shelf();

  @Test
  void whatIsThereIsNotMadeAgain() {
    Object first = shelf.get("one", Object.class, Object::new);

    assertThat(shelf.get("one", Object.class, Object::new)).isSameAs(first);
    assertThat(shelf.get("other", Object.class, Object::new)).isNotSameAs(first);
  }

  @Test
  void makingOneThingMayAskForAnother() {
    assertThat(
            shelf.get(
                "outer", String.class, () -> shelf.get("inner", String.class, () -> "x") + "y"))
        .isEqualTo("xy");
  }
}
