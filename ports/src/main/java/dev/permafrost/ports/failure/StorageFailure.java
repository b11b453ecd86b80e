package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that this layer could not do, and says why: the root of one sealed family, with a
 * subtype for each thing that a caller or an operator treats differently.
 *
 * <p>Each subtype carries its facts as fields, and the few that an operator must act on carry an
 * {@link OperatorNotice}. Unchecked. A bug, an illegal transition among them, is an {@link
 * IllegalStateException} and no member of this family. Exceptions of libraries are translated once,
 * inside the adapter that met them. Where several things fail, the first failure wins and the later
 * ones are suppressed onto it.
 */
public abstract sealed class StorageFailure extends RuntimeException
    permits AlreadyFrozen,
        BackendCoverageTimeout,
        BackendUnreachable,
        BelowFloor,
        BrokenChain,
        Cancelled,
        CandidateMissing,
        CatalogDamaged,
        CatalogLost,
        CorruptArtifact,
        DurabilityFailure,
        ForeignEntry,
        HotStoreDamaged,
        HotStoreUnavailable,
        HotVolumeLost,
        LakeDamage,
        LakeForbidden,
        LakeGap,
        LakeUndescribed,
        LandingTaken,
        LedgerNotStored,
        LedgerTooLarge,
        MirrorsDiffer,
        MissingArtifact,
        NativeLibraryUnavailable,
        NetworkUnknown,
        NewerStore,
        NoBackendConfigured,
        NoSpace,
        NotMovable,
        OnlyCopy,
        OtherColumnFamilies,
        OutOfRange,
        PermissionDenied,
        RootLocked,
        RootsOverlap,
        SharedFiles,
        StorageUnavailable,
        StoreNotFound,
        TooLittleSpace,
        UnadoptedArtifact,
        UnadoptedHotData,
        UnexpectedLedger,
        UnfitFileSystem,
        UnknownCatalogEntry,
        UnsoundLedger,
        UnsupportedLedgerVersion,
        UnusablePath,
        ViewExpired,
        WrongNetwork,
        WrongStore {

  private static final long serialVersionUID = 1L;

  private final Remedy remedy;

  StorageFailure(String message, @Nullable Throwable cause, Remedy remedy) {
    super(message, cause);
    this.remedy = remedy;
  }

  /** Who can help. */
  public final Remedy remedy() {
    return remedy;
  }

  /** What an operator must read, if an operator must act. */
  public Optional<OperatorNotice> notice() {
    return Optional.empty();
  }
}
