package dev.permafrost.testkit.handles;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Wraps ports so that a test fails if it leaves a handle open, uses one after closing it, closes
 * one before what it gave out, or keeps bytes that were only lent.
 *
 * <p>Registered as a JUnit extension (a non-static field with {@code @RegisterExtension}) it checks
 * after each test, behind the test's own {@code @AfterEach} methods. See {@link HandleWatch} for
 * what it wraps and how.
 */
public final class HandleTracker extends HandleWatch implements AfterEachCallback {

  /** Nothing is open yet. */
  public HandleTracker() {}

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }
}
