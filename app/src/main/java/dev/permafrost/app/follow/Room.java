package dev.permafrost.app.follow;

import dev.permafrost.ports.chunk.ChunkId;

/** Checks whether there is room for what a follower starts next. Called on two threads. */
public interface Room {

  /** Never checks. */
  Room UNCHECKED =
      new Room() {
        @Override
        public void requireForLive(ChunkId chunk) {}

        @Override
        public void requireForPack(ChunkId chunk) {}
      };

  /**
   * Before a chunk is taken live: for its hot database, and its later pack.
   *
   * @throws dev.permafrost.ports.failure.TooLittleSpace if there is none
   */
  void requireForLive(ChunkId chunk);

  /**
   * Before a chunk is frozen.
   *
   * @throws dev.permafrost.ports.failure.TooLittleSpace if there is none
   */
  void requireForPack(ChunkId chunk);
}
