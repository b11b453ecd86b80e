package dev.permafrost.domain.kind;

import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotColumn;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The registered formats of artifacts, and the column families in addition to the ledgers. A new
 * kind adds one element to each, and needs no other change. Immutable.
 */
public final class Kinds {

  private final SortedMap<ArtifactKind, ArtifactFormat> formats = new TreeMap<>();
  private final List<HotColumn> columns;
  private final Set<ColumnFamily> families;

  /**
   * Registers formats and columns.
   *
   * @throws IllegalArgumentException if two formats have one kind, two columns one family, a column
   *     one of the store's own families, or there is no format of {@link ArtifactKind#LEDGERS}
   */
  public Kinds(Collection<ArtifactFormat> formats, Collection<HotColumn> columns) {
    for (ArtifactFormat format : formats) {
      if (this.formats.put(format.kind(), format) != null) {
        throw new IllegalArgumentException("two formats of kind " + format.kind());
      }
    }
    if (!this.formats.containsKey(ArtifactKind.LEDGERS)) {
      throw new IllegalArgumentException("no format of kind " + ArtifactKind.LEDGERS);
    }
    Set<ColumnFamily> families = new TreeSet<>(List.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS));
    for (HotColumn column : columns) {
      if (!families.add(column.family())) {
        throw new IllegalArgumentException("two columns of family " + column.family());
      }
    }
    this.columns = List.copyOf(columns);
    this.families = Collections.unmodifiableSet(families);
  }

  /** The registered kinds, in the order of their names. */
  public Set<ArtifactKind> names() {
    return new TreeSet<>(formats.keySet());
  }

  /** All column families of a hot database of this process, including the store's own. */
  public Set<ColumnFamily> families() {
    return families;
  }

  /** The additional columns. */
  public List<HotColumn> columns() {
    return columns;
  }

  /**
   * The format of a kind.
   *
   * @throws IllegalArgumentException if it is not registered
   */
  public ArtifactFormat format(ArtifactKind kind) {
    ArtifactFormat format = formats.get(kind);
    if (format == null) {
      throw new IllegalArgumentException(
          "kind " + kind + " is not registered, known are " + formats.keySet());
    }
    return format;
  }
}
