package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import java.util.Map;

/**
 * Freezing from a lake whose requests each take 20 ms longer, against the same lake without that;
 * both through the same relay, whose CPU time is told.
 */
public final class LakeLatency {

  private static final long ADDED_MILLIS = 20;

  private LakeLatency() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    return new Rounds(setting);
  }

  private static final class Rounds implements Contest {

    private final Setting setting;
    private final LoopbackLake lake;
    private final DelayingRelay relay;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    Rounds(Setting setting) {
      this.setting = setting;
      this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
      this.relay = DelayingRelay.start(lake.address());
    }

    @Override
    public Round round(int round) {
      boolean isNearFirst = round % 2 == 0;
      Timed first = freeze(isNearFirst ? 0 : ADDED_MILLIS);
      Timed second = freeze(isNearFirst ? ADDED_MILLIS : 0);
      Timed near = isNearFirst ? first : second;
      Timed far = isNearFirst ? second : first;
      return new Round(
          near.freeze().wallSeconds() / far.freeze().wallSeconds(),
          Map.of(
              "near_s", near.freeze().wallSeconds(),
              "far_s", far.freeze().wallSeconds(),
              "near_cpu_s", near.freeze().cpuSeconds(),
              "far_cpu_s", far.freeze().cpuSeconds(),
              "near_relay_cpu_s", near.relaySeconds(),
              "far_relay_cpu_s", far.relaySeconds()));
    }

    private Timed freeze(long delayMillis) {
      relay.delay(delayMillis);
      double before = relay.cpuSeconds();
      LakeFreeze freeze =
          LakeFreeze.run(relay.address(), setting.ledgers(), setting.cores(), setting.directory());
      return new Timed(freeze, relay.cpuSeconds() - before);
    }

    private record Timed(LakeFreeze freeze, double relaySeconds) {}

    @Override
    public void close() {
      relay.close();
      lake.close();
    }
  }
}
