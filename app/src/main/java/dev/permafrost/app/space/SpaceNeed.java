package dev.permafrost.app.space;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.ports.failure.TooLittleSpace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The bytes that an operation would write, by volume. Roots on one volume share its space.
 * Immutable.
 */
public final class SpaceNeed {

  /**
   * The bytes for one volume.
   *
   * @param roots the directories on it, for messages
   * @param neededBytes how many more bytes it needs
   * @param volume the volume
   */
  public record Share(String roots, long neededBytes, Volumes.Volume volume) {

    private Share plus(Share other) {
      return new Share(roots + ", " + other.roots, neededBytes + other.neededBytes, other.volume);
    }

    /** Whether it fits, as far as is known. */
    public boolean fits() {
      return !volume.isKnown() || neededBytes <= volume.freeBytes();
    }
  }

  private final List<Share> shares;

  private SpaceNeed(List<Share> shares) {
    this.shares = List.copyOf(shares);
  }

  /**
   * Creates the need.
   *
   * @param bytesByRoot how many bytes below each directory
   */
  public static SpaceNeed of(Volumes volumes, Map<Path, Long> bytesByRoot) {
    Map<Object, Share> shares = new LinkedHashMap<>();
    new TreeMap<>(bytesByRoot)
        .forEach(
            (root, needed) -> {
              Volumes.Volume volume = volumes.of(root);
              Share share = new Share(root.toString(), needed, volume);
              shares.merge(volume.identity(), share, Share::plus);
            });
    return new SpaceNeed(List.copyOf(shares.values()));
  }

  /** The bytes for each volume. */
  public List<Share> shares() {
    return shares;
  }

  /** The failure for the first volume that is too small; empty if all fits. */
  public Optional<TooLittleSpace> failure(String action) {
    return shares.stream()
        .filter(share -> !share.fits())
        .findFirst()
        .map(
            share ->
                new TooLittleSpace(
                    share.roots(), action, share.neededBytes(), share.volume().freeBytes()));
  }

  /** For messages: {@code 3.1 GB on the volume of /a, /b}. */
  @Override
  public String toString() {
    return shares.stream()
        .map(share -> Quantity.bytes(share.neededBytes()) + " on the volume of " + share.roots())
        .collect(Collectors.joining("; "));
  }
}
