package dev.permafrost.prove.soak;

import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.prove.disk.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A lake in a directory that grows ledger by ledger: objects are forged beside it, some at a time,
 * and each is moved into it whole. One thread.
 */
final class GrowingLake {

  private static final LakeShape SHAPE = LakeShape.usual("Soak Network");
  private static final int FORGED_AT_ONCE = 50;

  private final Path lake;
  private final Path beside;
  private final ForgedChain chain;
  private long tip = LedgerForge.GENESIS_SUCCESSOR - 1;

  /** A lake that holds nothing yet, in a directory that is not there. */
  GrowingLake(Path lake, long seed) {
    this.lake = lake;
    this.beside = lake.resolveSibling(lake.getFileName() + "-beside");
    this.chain = LedgerForge.small(seed).from(LedgerForge.GENESIS_SUCCESSOR);
  }

  /** The highest ledger. */
  long tip() {
    return tip;
  }

  /** Grows up to a ledger. */
  void growTo(long sequence) {
    while (tip < sequence) {
      if (tip + 1 == chain.nextSequence()) {
        forgeSome();
      }
      move(SHAPE.key(tip + 1));
      tip++;
    }
  }

  private void forgeSome() {
    WorkDirectory.remove(beside);
    List<byte[]> ledgers = new ArrayList<>();
    for (int i = 0; i < FORGED_AT_ONCE; i++) {
      ledgers.add(chain.next().toBytes());
    }
    LakeForge.into(beside, SHAPE).write(ledgers);
    if (!Files.exists(lake.resolve(LakeShape.MANIFEST_KEY))) {
      move(LakeShape.MANIFEST_KEY);
    }
  }

  private void move(String key) {
    Path to = lake.resolve(key);
    try {
      Files.createDirectories(Objects.requireNonNull(to.getParent()));
      Files.move(beside.resolve(key), to, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
