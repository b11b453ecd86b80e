package dev.permafrost.fs;

import dev.permafrost.testkit.machine.MemoryVfs;

class MemoryPackCandidatesTest extends SimulatedPackCandidates {

  MemoryPackCandidatesTest() {
    super(new MemoryVfs());
  }
}
