package dev.permafrost.app.outcome;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.AlreadyFrozen;
import dev.permafrost.ports.failure.BackendCoverageTimeout;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.CatalogLost;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.LakeUndescribed;
import dev.permafrost.ports.failure.LandingTaken;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.MirrorsDiffer;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.NativeLibraryUnavailable;
import dev.permafrost.ports.failure.NetworkUnknown;
import dev.permafrost.ports.failure.NewerStore;
import dev.permafrost.ports.failure.NoBackendConfigured;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.NotMovable;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.PackBeside;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.RootsOverlap;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.failure.TooLittleSpace;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.failure.UnfitFileSystem;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.failure.UnsoundLedger;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.failure.UnusablePath;
import dev.permafrost.ports.failure.ViewExpired;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.failure.WrongStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** One failure of each class, with the exit code that it gives. */
final class FailureExamples {

  private static final ChunkId CHUNK = new ChunkId(7);

  private FailureExamples() {}

  static Map<StorageFailure, Integer> withTheirCodes() {
    Map<StorageFailure, Integer> codes = new LinkedHashMap<>();
    addDamage(codes);
    addUsage(codes);
    addTryLater(codes);
    addOperator(codes);
    codes.put(new Cancelled(), 130);
    return codes;
  }

  private static void addDamage(Map<StorageFailure, Integer> codes) {
    codes.put(new CorruptArtifact("p", "magic", "a", "b", CorruptArtifact.Damage.MAGIC, null), 1);
    codes.put(new BrokenChain(CHUNK, 70_005, BrokenChain.Kind.LINK, "a", "b"), 1);
    codes.put(new LakeDamage("object", "truncated", null), 1);
    codes.put(new UnsoundLedger(5, "its header hashes to another hash", null), 1);
    codes.put(new UnexpectedLedger(CHUNK, UnexpectedLedger.Kind.GAP, 5, 7), 1);
  }

  private static void addUsage(Map<StorageFailure, Integer> codes) {
    codes.put(new OutOfRange("chunk", -1, 0, 9), 2);
    codes.put(new AlreadyFrozen(CHUNK), 2);
    codes.put(new BelowFloor(CHUNK, 10_002), 2);
    codes.put(new RootsOverlap("/a", "/a/b"), 2);
    codes.put(new NoBackendConfigured(CHUNK), 2);
    codes.put(new LakeUndescribed("manifest", "the network"), 2);
    codes.put(new MirrorsDiffer("lake", 1, "other", 8), 2);
    codes.put(new LedgerNotStored(5, CHUNK), 2);
    codes.put(new StoreNotFound("/a"), 2);
    codes.put(new CandidateMissing(CHUNK, "/a"), 2);
    codes.put(new NetworkUnknown("/a"), 2);
    codes.put(new NotMovable("/a", "/b"), 2);
    codes.put(new UnusablePath("/a", UnusablePath.Problem.LOOP, "a circle"), 2);
  }

  private static void addTryLater(Map<StorageFailure, Integer> codes) {
    codes.put(new BackendUnreachable("lake", "refused", null), 3);
    codes.put(new BackendCoverageTimeout(CHUNK, OptionalLong.empty(), 9, Duration.ofSeconds(1)), 3);
    codes.put(new ViewExpired(Duration.ofHours(1)), 3);
    codes.put(new RootLocked("hot", "/a", OptionalLong.of(1)), 3);
    codes.put(new HotStoreUnavailable(CHUNK, "/a", "its lock is held", null), 3);
    // Too many files are this, too.
    codes.put(new StorageUnavailable("/a", "open", null), 3);
  }

  private static void addOperator(Map<StorageFailure, Integer> codes) {
    codes.put(
        new HotVolumeLost(CHUNK, "/a", "ledgers", "none", OptionalLong.empty(), PackBeside.NONE),
        4);
    codes.put(new HotStoreDamaged(CHUNK, "/a", "a file is missing", null), 4);
    codes.put(new MissingArtifact(CHUNK, ArtifactKind.LEDGERS, "/a"), 4);
    codes.put(new LakeGap("object", 5, "a hole"), 4);
    codes.put(new LakeForbidden("object", 403), 4);
    codes.put(new WrongNetwork("ours", "theirs", "lake"), 4);
    codes.put(new WrongStore("hot", "/a", "store 1", "store 2"), 4);
    codes.put(new UnknownCatalogEntry("k", "v", "no such value"), 4);
    codes.put(new OtherColumnFamilies(CHUNK, "/a", Set.of("a"), Set.of("b")), 4);
    codes.put(new UnsupportedLedgerVersion("object", "version 9"), 4);
    codes.put(new PermissionDenied("/a", "write", null), 4);
    codes.put(new NoSpace("/a", "write", null), 4);
    codes.put(new TooLittleSpace("/a", "freeze", 2, 1), 4);
    codes.put(new DurabilityFailure("/a", null), 4);
    // Not in the table by name: what they say can only be acted on by an operator.
    codes.put(new CatalogLost("/a", "nothing"), 4);
    codes.put(new CatalogDamaged("/a", "a checksum", null), 4);
    codes.put(new OnlyCopy(CHUNK), 4);
    codes.put(new UnadoptedArtifact(CHUNK, ArtifactKind.LEDGERS, "/a", true), 4);
    codes.put(new UnadoptedHotData(CHUNK, "/a", false, true), 4);
    codes.put(new ForeignEntry("/a", "a directory"), 4);
    codes.put(new LandingTaken(CHUNK, "/a", "1", "2"), 4);
    codes.put(new SharedFiles(List.of("/a")), 4);
    codes.put(new NewerStore("/a", 2, 1), 4);
    codes.put(new UnfitFileSystem("/a", UnfitFileSystem.Lack.DIRECTORY_SYNC, null), 4);
    codes.put(new NativeLibraryUnavailable("zstd-jni", "/tmp", "/lib", null), 4);
    codes.put(new LedgerTooLarge("object", 5, OptionalLong.of(9), 8), 4);
  }
}
