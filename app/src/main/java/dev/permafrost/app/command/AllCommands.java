package dev.permafrost.app.command;

import picocli.CommandLine.Command;

/** The main command with all its subcommands, in the order of the help. */
@Command(
    subcommands = {
      DemoCommand.class,
      LakeCommand.class,
      PlanCommand.class,
      FollowCommand.class,
      IngestCommand.class,
      FreezeCommand.class,
      DiscardCommand.class,
      AdoptCommand.class,
      SweepCommand.class,
      RecoverCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      AuditCommand.class,
      PackCommand.class,
      CatCommand.class,
      ConfigCommand.class
    })
final class AllCommands extends PermafrostCommand {}
