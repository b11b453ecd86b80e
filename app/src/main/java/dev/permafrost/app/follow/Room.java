package dev.permafrost.app.follow;

import dev.permafrost.ports.chunk.ChunkId;

/** Says whether there is room for what a follower begins next. Called on two threads. */
public interface Room {

  /** There always is. */
  Room UNCHECKED =
      new Room() {
        @Override
        public void requireForLive(ChunkId chunk) {}

        @Override
        public void requireForPack(ChunkId chunk) {}
      };

  /**
   * Before a chunk is taken live: its hot database, and the pack that is made of it later.
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
