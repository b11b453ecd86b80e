package dev.permafrost.app.command;

import dev.permafrost.app.lake.CheckFile;
import dev.permafrost.app.lake.CheckQuestion;
import dev.permafrost.app.lake.CheckState;
import dev.permafrost.app.lake.LakeChecker;
import dev.permafrost.app.lake.Problem;
import dev.permafrost.app.lake.ProblemKind;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.progress.ProgressPhase;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.LakeSurvey;
import dev.permafrost.domain.chain.Anchor;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks every object of a lake that holds a range of ledgers. */
@Command(
    name = "check",
    description = {
      "Fetches and checks every object of a range. Reports what is missing, damaged, or wrong"
          + " (intact bytes that do not belong there), with the command that fetches it from"
          + " another lake.",
      "Exits with 0 if all is there and correct, 1 if something is damaged or wrong, 3 if it is not"
          + " there yet or could not be read, 4 if something is missing; the worst counts, 4 before"
          + " 1 before 3."
    })
final class LakeCheckCommand implements Action {

  private static final long SAVE_NANOS = Duration.ofSeconds(5).toNanos();

  @Option(
      names = {"--ledgers", "--ledger"},
      paramLabel = "A-B",
      description =
          "The ledgers to check, both included; not needed if the file to resume names them.")
  private @Nullable LedgerRange ledgers;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "The file for its progress, from which it continues if it exists; removed at the end.")
  private @Nullable Path resume;

  @Option(
      names = "--fetch-from",
      paramLabel = "URL",
      description = "The other lake, for the commands that fetch (default: \"$OTHER_LAKE\").")
  private @Nullable String fetchFrom;

  @Option(
      names = "--fetch-to",
      paramLabel = "DIR",
      description =
          "This lake's directory, for the commands that fetch (default: that of a file: lake,"
              + " otherwise \"$LAKE_DIR\").")
  private @Nullable Path fetchTo;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private TrustOption trust;

  @Override
  public ExitCode perform(Invocation in) {
    Anchors anchors = trust.anchors();
    FetchCommands fetching = new FetchCommands(in, Optional.ofNullable(fetchFrom), fetchTo);
    Optional<CheckFile> file = Optional.ofNullable(resume).map(CheckFile::new);
    Optional<CheckState> earlier = file.flatMap(CheckFile::read);
    LedgerRange range = range(earlier);
    try (DataLake lake = in.openLake()) {
      in.progress().step("asking the lake");
      LakeSurvey survey = lake.survey(in.patience(), in.cancel());
      CheckState from = begin(question(survey, range, anchors), earlier, in);
      long begunNanos = in.time().nanoTime();
      LakeChecker checker = new LakeChecker(from, anchors);
      run(checker, lake, file, in);
      tellTip(checker, lake, survey, in);
      CheckReport report =
          new CheckReport(
              survey,
              checker.state(),
              checker.problems(),
              from.next() - range.first(),
              in.since(begunNanos));
      in.console().result(() -> report.lines(fetching), () -> report.fields(fetching));
      if (checker.state().isComplete()) {
        file.ifPresent(CheckFile::remove);
      }
      return tell(survey, checker, in);
    }
  }

  private LedgerRange range(Optional<CheckState> earlier) {
    if (ledgers != null) {
      return ledgers;
    }
    return earlier
        .map(state -> state.question().range())
        .orElseThrow(() -> new WrongUsage("which ledgers? Name them with --ledgers A-B"));
  }

  private static CheckQuestion question(LakeSurvey survey, LedgerRange range, Anchors anchors) {
    List<String> trusted =
        anchors.in(range).stream()
            .map(sequence -> new Anchor(sequence, anchors.at(sequence).orElseThrow()).toString())
            .toList();
    return new CheckQuestion(
        survey.location(),
        survey.network(),
        survey.ledgersPerBatch(),
        range.first(),
        range.last(),
        trusted);
  }

  private CheckState begin(CheckQuestion question, Optional<CheckState> earlier, Invocation in) {
    if (earlier.isEmpty()) {
      return CheckState.begin(question);
    }
    CheckState state = earlier.get();
    if (!state.question().equals(question)) {
      throw new WrongUsage(
          "--resume: "
              + resume
              + " is of another check, "
              + describe(state.question())
              + "; this one is "
              + describe(question));
    }
    in.console().note("continuing at ledger " + state.next() + ", as " + resume + " says");
    return state;
  }

  private static String describe(CheckQuestion question) {
    return "ledgers "
        + question.range()
        + " of "
        + question.lake()
        + ", network '"
        + question.network()
        + "', "
        + question.ledgersPerBatch()
        + " an object, "
        + (question.trusted().isEmpty() ? "nothing" : question.trusted().size() + " hashes")
        + " trusted";
  }

  private void run(LakeChecker checker, DataLake lake, Optional<CheckFile> file, Invocation in) {
    CheckQuestion question = checker.state().question();
    Saving saving = new Saving(checker, file, in);
    try (ProgressPhase phase = in.progress().overLedgers("check", question.range().length())) {
      checker.run(
          lake,
          in.cancel(),
          done -> {
            phase.reached(done);
            saving.saveIfDue();
          });
    } catch (StorageFailure e) {
      saving.save(e);
      if (e instanceof Cancelled && file.isPresent()) {
        in.console().note("stopped; the same command continues, from " + resume + " says");
      }
      throw e;
    }
    if (!checker.state().isComplete()) {
      saving.save(null);
    }
  }

  /** Objects missing at the end of the range may simply not be in the lake yet. */
  private static void tellTip(
      LakeChecker checker, DataLake lake, LakeSurvey survey, Invocation in) {
    boolean mayBe =
        checker.problems().all().stream().anyMatch(LakeCheckCommand::isMissing)
            && checker.state().isComplete();
    if (!mayBe) {
      return;
    }
    OptionalLong tip = lake.tip(in.patience(), in.cancel());
    checker.tellTip(Math.max(tip.orElse(0), survey.tip().orElse(0)));
  }

  private static boolean isMissing(Problem problem) {
    return problem.kind() == ProblemKind.MISSING;
  }

  private static ExitCode tell(LakeSurvey survey, LakeChecker checker, Invocation in) {
    List<Problem> missing =
        checker.problems().all().stream().filter(LakeCheckCommand::isMissing).toList();
    if (!missing.isEmpty()) {
      Problem first = missing.get(0);
      in.console().failure(new LakeGap(survey.location(), first.first(), first.detail()));
    }
    if (!checker.state().isComplete()) {
      in.console()
          .note(
              "stopped before ledger "
                  + checker.state().next()
                  + ": a lake with more than "
                  + LakeChecker.MOST_PROBLEMS
                  + " problems is not checked to its end");
    }
    return checker.problems().worst();
  }

  /** Saves the state to its file from time to time. */
  private static final class Saving {
    private final LakeChecker checker;
    private final Optional<CheckFile> file;
    private final Invocation in;
    private long savedNanos;

    Saving(LakeChecker checker, Optional<CheckFile> file, Invocation in) {
      this.checker = checker;
      this.file = file;
      this.in = in;
      this.savedNanos = in.time().nanoTime();
    }

    void saveIfDue() {
      long nowNanos = in.time().nanoTime();
      if (file.isPresent() && nowNanos - savedNanos >= SAVE_NANOS) {
        savedNanos = nowNanos;
        file.get().write(checker.state());
      }
    }

    /** Saves at the end of the run; the failure that ended it remains the first. */
    void save(@Nullable StorageFailure end) {
      try {
        file.ifPresent(kept -> kept.write(checker.state()));
      } catch (StorageFailure e) {
        if (end == null) {
          throw e;
        }
        end.addSuppressed(e);
      }
    }
  }
}
