package dev.permafrost.zstd;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.fuzz.FuzzTargetContract;

/** Any bytes as a frame. */
class FuzzTargetsTest extends FuzzTargetContract {

  @Override
  protected FuzzTarget open() {
    return new FrameFuzz();
  }
}
