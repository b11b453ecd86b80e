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

  private final Setting setting;
  private final LoopbackLake lake;
  private final DelayingRelay relay;

  @SuppressWarnings("MustBeClosedChecker") // closed behind its contest
  private LakeLatency(Setting setting) {
    this.setting = setting;
    this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
    this.relay = DelayingRelay.start(lake.address());
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    LakeLatency latency = new LakeLatency(setting);
    return Contest.versus(
            () -> latency.freeze(0), () -> latency.freeze(ADDED_MILLIS), LakeLatency::round)
        .closing(latency::close);
  }

  private static Round round(Timed near, Timed far) {
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
    LakeFreeze freeze = LakeFreeze.run(relay.address(), setting);
    return new Timed(freeze, relay.cpuSeconds() - before);
  }

  private record Timed(LakeFreeze freeze, double relaySeconds) {}

  private void close() {
    relay.close();
    lake.close();
  }
}
