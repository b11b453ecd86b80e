package dev.permafrost.rocksdb;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.fuzz.FuzzTargetContract;

/** Any bytes as a witness. */
class FuzzTargetsTest extends FuzzTargetContract {

  @Override
  protected FuzzTarget open() {
    return new WitnessFuzz();
  }
}
