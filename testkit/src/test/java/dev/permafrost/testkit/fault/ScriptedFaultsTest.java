package dev.permafrost.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A script fails what it names, counts everything, and fails nothing else. */
final class ScriptedFaultsTest {

  @Test
  void anEmptyScriptCountsAndFailsNothing() {
    ScriptedFaults faults = new ScriptedFaults();
    faults.before("write", "a");
    faults.before("read", "b");
    assertThat(faults.count()).isEqualTo(2);
    assertThat(faults.asked()).containsExactly("write a", "read b");
  }

  @Test
  void oneOperationFailsByItsNumber() {
    ScriptedFaults faults = new ScriptedFaults().failAt(1, Broken::new);
    faults.before("op", "0");
    assertThatThrownBy(() -> faults.before("op", "1")).isInstanceOf(Broken.class);
    assertThatCode(() -> faults.before("op", "2")).doesNotThrowAnyException();
    assertThat(faults.asked()).containsExactly("op 0", "op 1", "op 2");
  }

  @Test
  void everyOperationFailsFromANumberOn() {
    ScriptedFaults faults = new ScriptedFaults().failFrom(1, Broken::new);
    faults.before("op", "0");
    assertThatThrownBy(() -> faults.before("op", "1")).isInstanceOf(Broken.class);
    assertThatThrownBy(() -> faults.before("other", "2")).isInstanceOf(Broken.class);
  }

  @Test
  void oneOperationFailsByItsNameAndHowManyCameBefore() {
    ScriptedFaults faults = new ScriptedFaults().failOn("write", 1, Broken::new);
    faults.before("write", "a");
    faults.before("read", "a");
    assertThatThrownBy(() -> faults.before("write", "b")).isInstanceOf(Broken.class);
    assertThatCode(() -> faults.before("write", "c")).doesNotThrowAnyException();
  }

  @Test
  void eachFailureIsANewException() {
    ScriptedFaults faults = new ScriptedFaults().failFrom(0, Broken::new);
    assertThat(thrown(faults)).isNotSameAs(thrown(faults));
  }

  private static Broken thrown(ScriptedFaults faults) {
    try {
      faults.before("op", "subject");
    } catch (Broken e) {
      return e;
    }
    throw new AssertionError("nothing failed");
  }

  /** What the scripts of these tests throw. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
