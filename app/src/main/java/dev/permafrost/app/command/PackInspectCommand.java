package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.PackInspection;
import dev.permafrost.ports.failure.CorruptArtifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the trailer and the index of a pack, wherever the file is. */
@Command(
    name = "inspect",
    description =
        "Shows the trailer and the index of a pack, and which checks it passes. Reads no "
            + "record; 'verify' does.")
final class PackInspectCommand implements Action {

  @Parameters(paramLabel = "FILE", description = "The pack.")
  @SuppressWarnings("NullAway.Init") // required: set before the command runs
  private Path file;

  @Override
  public ExitCode perform(Invocation in) {
    if (Files.isDirectory(file)) {
      throw new WrongUsage(file + " is a directory, not a pack");
    }
    PackInspection inspection =
        FileStores.packInspector(FileStores.posix())
            .inspect(file)
            .orElseThrow(() -> new WrongUsage("there is no file " + file));
    in.console().result(() -> lines(inspection), () -> fields(inspection));
    if (inspection.isSound()) {
      return ExitCode.DONE;
    }
    CorruptArtifact damage = damage(inspection);
    in.console().failure(damage);
    return ExitCode.of(damage);
  }

  private static CorruptArtifact damage(PackInspection inspection) {
    PackInspection.Check failed = inspection.failure().orElseThrow();
    return new CorruptArtifact(
        inspection.path(), failed.name(), failed.expected(), failed.found(), failed.damage(), null);
  }

  private static List<String> lines(PackInspection inspection) {
    List<String> lines = new ArrayList<>();
    walk(
        inspection,
        (name, value) -> lines.add(String.format(Locale.ROOT, "%-22s %s", name, value)));
    for (PackInspection.Check check : inspection.checks()) {
      lines.add(
          (check.held() ? "  holds  " : "  FAILS  ")
              + check.name()
              + (check.held()
                  ? ""
                  : ": expected " + check.expected() + ", found " + check.found()));
    }
    lines.add(
        inspection.isSound()
            ? Quantity.count(inspection.checks().size()) + " checks hold"
            : "damaged");
    return lines;
  }

  private static Map<String, Object> fields(PackInspection inspection) {
    Map<String, Object> fields = new LinkedHashMap<>();
    walk(inspection, fields::put);
    fields.put(
        "checks",
        inspection.checks().stream()
            .map(
                check -> {
                  Map<String, Object> object = new LinkedHashMap<>();
                  object.put("name", check.name());
                  object.put("held", check.held());
                  if (!check.held()) {
                    object.put("expected", check.expected());
                    object.put("found", check.found());
                    object.put("damage", check.damage().name().toLowerCase(Locale.ROOT));
                  }
                  return object;
                })
            .toList());
    fields.put("sound", inspection.isSound());
    return fields;
  }

  /** The same names in both output forms, as far as the checks went. */
  private static void walk(PackInspection inspection, BiConsumer<String, Object> to) {
    to.accept("path", inspection.path());
    to.accept("fileBytes", inspection.fileBytes());
    inspection
        .trailer()
        .ifPresent(
            trailer -> {
              to.accept("version", trailer.version());
              to.accept("flags", trailer.flags());
              to.accept("format", trailer.format());
              to.accept("records", trailer.recordCount());
              to.accept("items", trailer.itemCount());
              to.accept("itemsPerRecord", trailer.itemsPerRecord());
              to.accept("indexBytes", trailer.indexBytes());
              to.accept("appDataBytes", trailer.appDataBytes());
              to.accept("appDataCrc32c", String.format(Locale.ROOT, "%08x", trailer.appDataCrc()));
              to.accept("trailerCrc32c", String.format(Locale.ROOT, "%08x", trailer.crc()));
              to.accept("contentHash", trailer.contentHash());
            });
    to.accept("contentHashState", inspection.contentHash().name().toLowerCase(Locale.ROOT));
    inspection
        .index()
        .ifPresent(
            index -> {
              to.accept("indexGroups", index.groups());
              to.accept("recordsBytes", index.recordsBytes());
              to.accept("smallestRecordBytes", index.smallestRecordBytes());
              to.accept("averageRecordBytes", index.averageRecordBytes());
              to.accept("largestRecordBytes", index.largestRecordBytes());
            });
    inspection
        .appData()
        .ifPresent(
            data -> {
              to.accept("appData", data.headHex());
              data.form().ifPresent(form -> to.accept("packForm", form.text()));
              data.firstSequence().ifPresent(first -> to.accept("firstLedger", first));
            });
  }
}
