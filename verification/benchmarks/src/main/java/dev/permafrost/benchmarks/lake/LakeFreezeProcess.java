package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.FreshJvm;
import dev.permafrost.benchmarks.material.FreshJvm.Figures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A process that freezes one chunk from a lake, or does nothing, and says what that took. */
public final class LakeFreezeProcess {

  private LakeFreezeProcess() {}

  /**
   * What runs in it.
   *
   * @param arguments nothing; or the lake's address, how many ledgers, how many workers, and a
   *     directory
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      LakeFreeze freeze =
          LakeFreeze.run(
              URI.create(arguments[0]),
              Integer.parseInt(arguments[1]),
              Integer.parseInt(arguments[2]),
              Path.of(arguments[3]));
      FreshJvm.print("freeze_s", freeze.wallSeconds());
      FreshJvm.print("freeze_cpu_s", freeze.cpuSeconds());
      FreshJvm.print("process_cpu_s", LakeFreeze.processSeconds());
    }
    FreshJvm.print("peak_resident_mb", FreshJvm.peakResidentMegabytes());
  }

  /** What one prints that does nothing. */
  static Figures idle(List<String> options) {
    return FreshJvm.run(options, LakeFreezeProcess.class, List.of());
  }

  /** What one prints that freezes a whole chunk. */
  static Figures freezing(List<String> options, URI lake, Setting setting) {
    return freezing(options, lake, setting, setting.ledgers());
  }

  /** What one prints that freezes a chunk of so many ledgers. */
  static Figures freezing(List<String> options, URI lake, Setting setting, int ledgers) {
    return FreshJvm.run(
        options,
        LakeFreezeProcess.class,
        List.of(
            lake.toString(),
            Integer.toString(ledgers),
            Integer.toString(setting.cores()),
            setting.directory().resolve("freeze-process").toString()));
  }
}
