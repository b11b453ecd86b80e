package dev.permafrost.app.command;

import dev.permafrost.app.plan.LakeEstimate;
import dev.permafrost.app.plan.LakeEstimator;
import dev.permafrost.backend.DataLake;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.wiring.Permafrost;
import java.util.List;

/** What a run asks the lake about sizes. */
final class LakeQuestions {

  private LakeQuestions() {}

  /** What ledgers would take, of the lake that the options name; opened for that alone. */
  static LakeEstimate estimate(Invocation in, List<LedgerRange> ranges, boolean lists) {
    try (DataLake lake = in.openLake()) {
      return estimate(in, lake, ranges, lists);
    }
  }

  /**
   * What ledgers of a lake would take.
   *
   * @param lists whether its listing is read for it
   */
  static LakeEstimate estimate(
      Invocation in, DataLake lake, List<LedgerRange> ranges, boolean lists) {
    in.progress().step("asking the lake, and fetching some of its objects");
    LakeEstimator estimator =
        new LakeEstimator(
            lake, Permafrost.sampler(in.time()), in.time(), in.patience(), in.cancel());
    return estimator.estimate(lake.survey(in.patience(), in.cancel()), ranges, lists);
  }
}
