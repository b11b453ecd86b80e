package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of one sealed family: the operations that this layer could not perform, with a subtype
 * for each failure that a caller or an operator handles differently.
 *
 * <p>Each subtype has its facts as fields, and those that need an operator have an {@link
 * OperatorNotice}. Unchecked. A bug, such as an illegal transition, is an {@link
 * IllegalStateException} and not a member of this family. The adapter that calls a library
 * translates its exceptions, once. If several operations fail, the first failure is thrown and the
 * later ones are suppressed.
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

  /** What can resolve it. */
  public final Remedy remedy() {
    return remedy;
  }

  /** The text for an operator, if an operator must act. */
  public Optional<OperatorNotice> notice() {
    return Optional.empty();
  }
}
