package dev.permafrost.prove.workload;

import dev.permafrost.ports.chunk.ChunkId;

/** What a workload says before it does something. */
public interface WorkloadEvents {

  /** Says it to nobody. */
  WorkloadEvents NONE = new WorkloadEvents() {};

  /** What comes next is about a phase. */
  default void enter(Phase phase) {}

  /** All that is stored of a chunk is about to be given up, or some of it. */
  default void givesUp(ChunkId chunk) {}

  /** A file or directory that has no key is about to be put into a place of a chunk. */
  default void adopts(ChunkId chunk) {}
}
