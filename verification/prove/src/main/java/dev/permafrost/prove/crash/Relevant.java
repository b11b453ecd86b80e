package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Relevance;
import java.util.Arrays;

/**
 * What of a store's files matters after a crash: all of it, but for the second sector of the
 * identity files, which names the process that holds the root, is never synced, and counts only
 * while a lock is held.
 */
public final class Relevant {

  private static final int IDENTITY_BYTES = 512;

  /** All of it, but for who writes. */
  public static final Relevance PARTS =
      (name, content) ->
          name.equals("PERMAFROST") && content.length > IDENTITY_BYTES
              ? Arrays.copyOf(content, IDENTITY_BYTES)
              : content;

  private Relevant() {}
}
