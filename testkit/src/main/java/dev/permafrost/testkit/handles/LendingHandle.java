package dev.permafrost.testkit.handles;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A cursor's handle: what the cursor lends is poisoned when it moves on or is closed. */
final class LendingHandle {

  private final OpenHandles.Handle handle;
  private final Loans loans = new Loans();

  LendingHandle(OpenHandles.Handle handle) {
    this.handle = handle;
  }

  /** Says that the cursor is used now. */
  void use() {
    handle.use();
  }

  boolean next(BooleanSupplier next) {
    handle.use();
    loans.revoke();
    return next.getAsBoolean();
  }

  ByteBuffer lend(Supplier<ByteBuffer> lent) {
    handle.use();
    return loans.lend(lent.get());
  }

  void close(Runnable close) {
    handle.close();
    loans.revoke();
    close.run();
  }
}
