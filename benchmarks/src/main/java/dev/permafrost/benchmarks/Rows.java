package dev.permafrost.benchmarks;

import dev.permafrost.benchmarks.freeze.FreezeLimit;
import dev.permafrost.benchmarks.freeze.FreezeReencode;
import java.util.List;

/** Every row there is, in the order of the table. */
final class Rows {

  static final List<Row> ALL = List.of(new FreezeReencode(), new FreezeLimit());

  private Rows() {}
}
