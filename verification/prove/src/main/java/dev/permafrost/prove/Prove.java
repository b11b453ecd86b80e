package dev.permafrost.prove;

import dev.permafrost.prove.crash.CrashPart;
import dev.permafrost.prove.crash.MutantsPart;
import dev.permafrost.prove.damage.DamagePart;
import dev.permafrost.prove.faults.FaultsPart;
import dev.permafrost.prove.fuzz.FuzzPart;
import dev.permafrost.prove.kill.KillPart;
import dev.permafrost.prove.lakes.LakesPart;
import dev.permafrost.prove.ledgers.LedgersPart;
import dev.permafrost.prove.mutation.MutationPart;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line of bin/prove: each command runs one part and ends with one line of figures. */
public final class Prove {

  private static final int OK = 0;
  private static final int BROKEN = 1;
  private static final int USED_WRONGLY = 2;

  private final Map<String, Part> partOfCommand;
  private final PrintStream out;

  Prove(Map<String, Part> partOfCommand, PrintStream out) {
    this.partOfCommand = partOfCommand;
    this.out = out;
  }

  /** Runs a command and exits with 0, 1 if something is broken, or 2 if it was used wrongly. */
  public static void main(String[] arguments) {
    System.exit(new Prove(parts(), System.out).run(List.of(arguments)));
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("crash", new CrashPart());
    parts.put("mutants", new MutantsPart());
    parts.put("faults", new FaultsPart());
    parts.put("mutation", new MutationPart(Path.of(System.getProperty("permafrost.source", ""))));
    parts.put("fuzz", new FuzzPart());
    parts.put("kill", new KillPart());
    parts.put("damage", new DamagePart());
    parts.put("lakes", new LakesPart());
    parts.put("ledgers", new LedgersPart());
    return parts;
  }

  int run(List<String> arguments) {
    Part part = arguments.isEmpty() ? null : partOfCommand.get(arguments.get(0));
    if (part == null) {
      out.println(
          partOfCommand.values().stream()
              .map(Part::usage)
              .collect(Collectors.joining("\n       prove ", "usage: prove ", "")));
      return USED_WRONGLY;
    }
    try {
      Options options =
          Options.of(arguments.subList(1, arguments.size()), part.options(), part.flags());
      return part.holds(options, out) ? OK : BROKEN;
    } catch (IllegalArgumentException e) {
      out.println("prove: " + e.getMessage() + "\nusage: prove " + part.usage());
      return USED_WRONGLY;
    }
  }
}
