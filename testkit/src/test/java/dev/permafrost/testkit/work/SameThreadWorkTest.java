package dev.permafrost.testkit.work;

import dev.permafrost.ports.work.OrderedWork;

/** The contract of ordered work, on one thread. */
final class SameThreadWorkTest extends OrderedWorkContract {

  @Override
  protected OrderedWork work() {
    return new SameThreadWork();
  }
}
