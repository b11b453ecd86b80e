package dev.permafrost.prove.faults;

import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.testkit.machine.MachineFault;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of faults, each with what it may be called: what passes is never taken for loss or for
 * damage, nor one kind for another that asks something else of an operator.
 */
enum FaultKind {
  /** The device fails. */
  IO_ERROR("io", MachineFault.IO_ERROR),
  /** The volume is full; a lake has no such fault, and is out of reach then. */
  NO_SPACE("space", MachineFault.NO_SPACE),
  /** This process may not. */
  NO_PERMISSION("permission", MachineFault.NO_PERMISSION),
  /** There is no descriptor left. */
  TOO_MANY_OPEN_FILES("files", MachineFault.TOO_MANY_OPEN_FILES),
  /** Nothing fails: the run is cancelled at that operation. */
  CANCELLED("cancel", null);

  private final String word;
  private final @Nullable MachineFault fault;

  FaultKind(String word, @Nullable MachineFault fault) {
    this.word = word;
    this.fault = fault;
  }

  /** For the command line. */
  String word() {
    return word;
  }

  /** How the operation fails, unless it is only the token that changes. */
  Optional<MachineFault> fault() {
    return Optional.ofNullable(fault);
  }

  /** Whether a failure is what this may be called. */
  boolean mayBeCalled(StorageFailure failure) {
    boolean failedSync = failure instanceof DurabilityFailure;
    return switch (this) {
      case IO_ERROR, TOO_MANY_OPEN_FILES -> failedSync || mayPass(failure);
      case NO_SPACE -> failedSync || mayPass(failure) || failure instanceof NoSpace;
      case NO_PERMISSION ->
          failedSync || failure instanceof PermissionDenied || failure instanceof LakeForbidden;
      case CANCELLED -> failure instanceof Cancelled;
    };
  }

  private static boolean mayPass(StorageFailure failure) {
    return failure instanceof StorageUnavailable
        || failure instanceof HotStoreUnavailable
        || failure instanceof BackendUnreachable;
  }

  /**
   * The kind of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  static FaultKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of fault '" + word + "'"));
  }
}
