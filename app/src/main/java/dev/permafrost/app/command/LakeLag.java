package dev.permafrost.app.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How far a store is behind a lake.
 *
 * @param lake the lake
 * @param newest the newest readable ledger of the store; empty if there is none
 * @param tip the newest ledger of the lake; empty if it has none
 */
record LakeLag(String lake, OptionalLong newest, OptionalLong tip) {

  String line() {
    if (tip.isEmpty()) {
      return "the lake " + lake + " holds no ledger";
    }
    String behind =
        newest.isEmpty()
            ? "the store has no ledger that can be read"
            : "the newest ledger of the store is "
                + newest.getAsLong()
                + ", "
                + Math.max(0, tip.getAsLong() - newest.getAsLong())
                + " behind";
    return "the tip of the lake " + lake + " is " + tip.getAsLong() + "; " + behind;
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lake", lake);
    newest.ifPresent(sequence -> fields.put("newest", sequence));
    tip.ifPresent(sequence -> fields.put("tip", sequence));
    if (newest.isPresent() && tip.isPresent()) {
      fields.put("behind", Math.max(0, tip.getAsLong() - newest.getAsLong()));
    }
    return fields;
  }
}
