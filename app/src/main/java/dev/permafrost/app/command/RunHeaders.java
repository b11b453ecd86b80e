package dev.permafrost.app.command;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chain.HeaderProof;
import dev.permafrost.domain.chain.HeaderProofs;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what a run over chunks found of their headers, for what can be said when it is over. */
final class RunHeaders {

  private final Set<ChunkId> asked = new HashSet<>();
  private final List<CheckedHeaders> checked = new ArrayList<>();
  private final Set<ChunkId> failed = new HashSet<>();

  /** A chunk's headers were checked in this run. */
  void checked(CheckedHeaders headers) {
    asked.add(headers.chunk());
    checked.add(headers);
  }

  /** Something is to be said of this chunk as well, though it was not checked in this run. */
  void alsoAsked(ChunkId chunk) {
    asked.add(chunk);
  }

  /** A chunk failed. */
  void failed(ChunkId chunk) {
    failed.add(chunk);
  }

  /** What can be said; nothing of a run that was cancelled, which has its rows all the same. */
  Map<ChunkId, HeaderProof> proofs(HeaderProofs proofs, CancelToken cancel) {
    try {
      return proofs.prove(asked, checked, failed, cancel);
    } catch (Cancelled e) {
      return Map.of();
    }
  }
}
