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
 * What an operator may want to know of a chunk although nothing is wrong with it.
 *
 * @param packForm the form of its pack; empty if no pack was opened
 * @param unknownShapes how many of the ledgers that were read are of a shape that this build does
 *     not know, by that shape; each is counted where it was read, in the pack and in the hot
 *     database
 */
public record ChunkNotes(Optional<PackForm> packForm, SortedMap<UnknownShape, Long> unknownShapes) {

  /** Nothing is known yet. */
  public static final ChunkNotes NONE = new ChunkNotes(Optional.empty(), new TreeMap<>());

  /** Copies the map. */
  public ChunkNotes {
    unknownShapes = Collections.unmodifiableSortedMap(new TreeMap<>(unknownShapes));
  }

  /** The same with a pack's form, where one was not known. */
  public ChunkNotes withPackForm(PackForm form) {
    return new ChunkNotes(Optional.of(packForm.orElse(form)), unknownShapes);
  }

  /** The same with one more ledger of an unknown shape. */
  public ChunkNotes withLedger(UnknownShape shape) {
    TreeMap<UnknownShape, Long> more = new TreeMap<>(unknownShapes);
    more.merge(shape, 1L, Long::sum);
    return new ChunkNotes(packForm, more);
  }

  /** These and others of the same chunk. */
  public ChunkNotes plus(ChunkNotes others) {
    TreeMap<UnknownShape, Long> all = new TreeMap<>(unknownShapes);
    others.unknownShapes.forEach((shape, ledgers) -> all.merge(shape, ledgers, Long::sum));
    return new ChunkNotes(packForm.or(others::packForm), all);
  }

  /** Each note that is worth one, in a few words: nothing of a pack of the current form. */
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
