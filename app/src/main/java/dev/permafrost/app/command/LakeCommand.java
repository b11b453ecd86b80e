package dev.permafrost.app.command;

import picocli.CommandLine.Command;

/** Groups the commands about lakes. */
@Command(
    name = "lake",
    description = "Makes, serves and checks data lakes.",
    subcommands = {LakeForgeCommand.class, LakeServeCommand.class, LakeCheckCommand.class})
final class LakeCommand {}
