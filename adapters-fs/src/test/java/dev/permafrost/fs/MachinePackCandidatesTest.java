package dev.permafrost.fs;

import dev.permafrost.testkit.machine.Machine;
import java.nio.file.Path;

class MachinePackCandidatesTest extends SimulatedPackCandidates {

  MachinePackCandidatesTest() {
    super(new Machine(Path.of("/catalog"), Path.of("/hot")).newProcess());
  }
}
