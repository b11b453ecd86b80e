package dev.permafrost.prove.crash;

import java.util.Optional;

/** Something that must hold of what is left, at every instant. */
public interface Invariant {

  /** Its name ({@code docs/protocol.md}, "Invariants"). */
  String name();

  /** What is wrong, or nothing. Changes nothing. */
  Optional<String> brokenBy(Remains remains);
}
