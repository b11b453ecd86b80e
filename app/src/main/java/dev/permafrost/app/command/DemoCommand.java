package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.demo.Demo;
import dev.permafrost.app.demo.DemoStep;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.watch.StatusPage;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Runs the demonstration. */
@Command(
    name = "demo",
    description =
        "Does everything once, without input: forges a lake, serves it on the loopback interface,"
            + " ingests and freezes two chunks, discards, verifies, and writes a page to open in a"
            + " browser, DIR.html. DIR must be absent or empty, and so must DIR-lake next to it,"
            + " which holds the lake; without --data a temporary directory is created, named and"
            + " kept.")
final class DemoCommand implements Action {

  @Override
  public ExitCode perform(Invocation in) {
    PermafrostCommand options = in.options();
    if (options.catalog != null || options.hot != null || options.cold != null) {
      throw new WrongUsage("the demonstration takes one directory: --data DIR");
    }
    if (!options.lakes.isEmpty()) {
      throw new WrongUsage("the demonstration makes its own lake, without --lake");
    }
    Path directory = options.data == null ? temporaryDirectory() : options.data;
    String network = options.network == null ? LakeForgeCommand.FORGED_NETWORK : options.network;
    Demo demo = new Demo(directory, network, in.progress(), in.time(), in.cancel());
    List<DemoStep> steps =
        demo.run(address -> in.store(RootPaths.under(directory), List.of(in.lakeAt(address))));
    writePage(directory, in);
    in.console().result(() -> lines(directory, steps), () -> fields(directory, steps));
    return ExitCode.DONE;
  }

  private static void writePage(Path directory, Invocation in) {
    RootPaths roots = RootPaths.under(directory);
    try (OpenStore<StoreView> opened = in.store(roots, List.of()).openForReading()) {
      StatusCommand.write(
          Demo.pageBeside(directory),
          StatusPage.ofFile(
              StatusCommand.whole(opened.store(), roots)
                  .fields(in.calendar().instant(), new StepCommands(in.options()))));
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("permafrost-demo-").resolve("store");
    } catch (IOException e) {
      throw new StorageUnavailable(
          System.getProperty("java.io.tmpdir", "the temporary directory"),
          "make a directory in",
          e);
    }
  }

  private static List<String> lines(Path directory, List<DemoStep> steps) {
    Table table = new Table("step", ">ledgers", ">raw", ">stored", ">time", ">rate", ">raw/s");
    for (DemoStep step : steps) {
      table.add(
          step.name(),
          step.ledgers() == 0 ? "-" : Quantity.count(step.ledgers()),
          step.rawBytes() == 0 ? "-" : Quantity.bytes(step.rawBytes()),
          step.storedBytes() == 0 ? "-" : Quantity.bytes(step.storedBytes()),
          Quantity.time(step.elapsed()),
          Quantity.rate(step.ledgers(), step.elapsed()),
          Quantity.byteRate(step.rawBytes(), step.elapsed()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("both chunks are frozen and verified; open this in a browser:");
    lines.add("  " + Demo.pageBeside(directory));
    lines.add("and look around with:");
    String store = " --data " + ShellWord.quoted(directory.toString());
    String lake = " --lake " + ShellWord.quoted("file:" + Demo.lakeBeside(directory));
    lines.add("  permafrost status" + store);
    lines.add("  permafrost audit" + store + lake);
    return lines;
  }

  private static Map<String, Object> fields(Path directory, List<DemoStep> steps) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", directory.toString());
    fields.put("lake", Demo.lakeBeside(directory).toString());
    fields.put("page", Demo.pageBeside(directory).toString());
    fields.put(
        "steps",
        steps.stream()
            .map(
                step -> {
                  Map<String, Object> object = new LinkedHashMap<>();
                  object.put("name", step.name());
                  object.put("ledgers", step.ledgers());
                  object.put("rawBytes", step.rawBytes());
                  object.put("storedBytes", step.storedBytes());
                  object.put("elapsedMillis", step.elapsed().toMillis());
                  return object;
                })
            .toList());
    return fields;
  }
}
