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

/** Collects the checked headers of a run over chunks, to determine their proofs at the end. */
final class RunHeaders {

  private final Set<ChunkId> asked = new HashSet<>();
  private final List<CheckedHeaders> checked = new ArrayList<>();
  private final Set<ChunkId> failed = new HashSet<>();

  /** A chunk's headers were checked in this run. */
  void checked(CheckedHeaders headers) {
    asked.add(headers.chunk());
    checked.add(headers);
  }

  /** The proof of this chunk is also requested, although it was not checked in this run. */
  void alsoAsked(ChunkId chunk) {
    asked.add(chunk);
  }

  /** A chunk failed. */
  void failed(ChunkId chunk) {
    failed.add(chunk);
  }

  /** The proofs; empty for a run that was cancelled, which prints its rows all the same. */
  Map<ChunkId, HeaderProof> proofs(HeaderProofs proofs, CancelToken cancel) {
    try {
      return proofs.prove(asked, checked, failed, cancel);
    } catch (Cancelled e) {
      return Map.of();
    }
  }
}
