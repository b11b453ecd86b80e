package dev.permafrost.app.command;

import dev.permafrost.app.plan.LakeEstimate;
import dev.permafrost.app.plan.LakeEstimator;
import dev.permafrost.backend.DataLake;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.wiring.Permafrost;
import java.util.List;

/** The requests of a run to the lake about sizes. */
final class LakeQuestions {

  private LakeQuestions() {}

  /** The estimate for ledgers of the lake named by the options, which is opened only for this. */
  static LakeEstimate estimate(Invocation in, List<LedgerRange> ranges, boolean lists) {
    try (DataLake lake = in.openLake()) {
      return estimate(in, lake, ranges, lists);
    }
  }

  /**
   * The estimate for ledgers of a lake.
   *
   * @param lists whether its listing is read
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
