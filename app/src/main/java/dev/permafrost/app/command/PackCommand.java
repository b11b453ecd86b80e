package dev.permafrost.app.command;

import picocli.CommandLine.Command;

/** Groups the commands about packs. */
@Command(name = "pack", description = "Looks into packs.", subcommands = PackInspectCommand.class)
final class PackCommand {}
