package dev.permafrost.fs;

import dev.permafrost.testkit.vfs.MemoryVfs;

class MemoryPackCandidatesTest extends SimulatedPackCandidates {

  MemoryPackCandidatesTest() {
    super(new MemoryVfs());
  }
}
