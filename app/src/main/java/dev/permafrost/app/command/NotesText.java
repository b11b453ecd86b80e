package dev.permafrost.app.command;

import dev.permafrost.domain.verify.ChunkNotes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The notes on a chunk as JSON, for all commands that print them. */
final class NotesText {

  private NotesText() {}

  /** Adds them to the fields of a chunk: the form of its pack, if it has one, and each note. */
  static void putInto(Map<String, Object> fields, ChunkNotes notes) {
    notes.packForm().ifPresent(form -> fields.put("packForm", form.text()));
    if (!notes.unknownShapes().isEmpty()) {
      Map<String, Object> shapes = new LinkedHashMap<>();
      notes.unknownShapes().forEach((shape, ledgers) -> shapes.put(shape.text(), ledgers));
      fields.put("unknownShapes", shapes);
    }
    fields.put("notes", notes.texts());
  }
}
