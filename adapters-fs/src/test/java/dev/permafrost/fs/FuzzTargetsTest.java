package dev.permafrost.fs;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.fuzz.FuzzTargetContract;
import org.junit.jupiter.api.Nested;

/** Any bytes where this module reads bytes. */
class FuzzTargetsTest {

  @Nested
  class OfPacks extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new PackFuzz();
    }
  }

  @Nested
  class OfRootIdentities extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new RootIdentityFuzz();
    }
  }
}
