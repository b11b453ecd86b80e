package dev.permafrost.domain.verify;

import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.ledger.UnknownShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Remarkable but valid properties of a chunk.
 *
 * @param packForm the form of its pack; empty if no pack was opened
 * @param unknownShapes how many of the ledgers read have a shape that this build does not know, by
 *     shape; each is counted in the pack and in the hot database
 */
public record ChunkNotes(Optional<PackForm> packForm, SortedMap<UnknownShape, Long> unknownShapes) {

  /** No notes. */
  public static final ChunkNotes NONE = new ChunkNotes(Optional.empty(), new TreeMap<>());

  /** Copies the map. */
  public ChunkNotes {
    unknownShapes = Collections.unmodifiableSortedMap(new TreeMap<>(unknownShapes));
  }

  /** These notes with a pack's form, if none was known. */
  public ChunkNotes withPackForm(PackForm form) {
    return new ChunkNotes(Optional.of(packForm.orElse(form)), unknownShapes);
  }

  /** These notes with one more ledger of an unknown shape. */
  public ChunkNotes withLedger(UnknownShape shape) {
    TreeMap<UnknownShape, Long> more = new TreeMap<>(unknownShapes);
    more.merge(shape, 1L, Long::sum);
    return new ChunkNotes(packForm, more);
  }

  /** These notes and others of the same chunk. */
  public ChunkNotes plus(ChunkNotes others) {
    TreeMap<UnknownShape, Long> all = new TreeMap<>(unknownShapes);
    others.unknownShapes.forEach((shape, ledgers) -> all.merge(shape, ledgers, Long::sum));
    return new ChunkNotes(packForm.or(others::packForm), all);
  }

  /** Each note in a few words; nothing for a pack of the current form. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    packForm
        .filter(form -> form != PackForm.CURRENT)
        .ifPresent(form -> texts.add("pack of another form: " + form.text()));
    unknownShapes.forEach(
        (shape, ledgers) ->
            texts.add(
                ledgers
                    + (ledgers == 1
                        ? " ledger of an unknown shape: "
                        : " ledgers of an unknown shape: ")
                    + shape.text()));
    return texts;
  }
}
