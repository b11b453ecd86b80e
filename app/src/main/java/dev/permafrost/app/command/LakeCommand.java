package dev.permafrost.app.command;

import picocli.CommandLine.Command;

/** Groups the commands about lakes. */
@Command(
    name = "lake",
    description = "Makes, serves, surveys, checks and copies data lakes.",
    subcommands = {
      LakeForgeCommand.class,
      LakeServeCommand.class,
      LakeSurveyCommand.class,
      LakeCheckCommand.class,
      LakeCopyCommand.class
    })
final class LakeCommand {}
