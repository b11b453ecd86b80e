package dev.permafrost.app.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The main command: the options that all commands share. */
@Command(
    name = "permafrost",
    description = {
      "Ingests chunks of Stellar ledgers and freezes them into immutable files.",
      "'permafrost COMMAND --help' shows more about each command."
    },
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:damage found: it must be fetched or derived again",
      "2:the request is wrong",
      "3:a restart or a later try may help",
      "4:an operator must act; the notice is printed",
      "129:stopped by SIGHUP",
      "130:stopped by SIGINT",
      "143:stopped by SIGTERM"
    })
class PermafrostCommand {

  static final String CATALOG_ROOT = "The catalog's root, if not DATA/catalog.";
  static final String HOT_ROOT = "The hot databases' root, if not DATA/hot.";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The store: catalog and hot data under it, frozen files in it.")
  @Nullable Path data;

  @Option(names = PermafrostLine.CATALOG, paramLabel = "DIR", description = CATALOG_ROOT)
  @Nullable Path catalog;

  @Option(names = PermafrostLine.HOT, paramLabel = "DIR", description = HOT_ROOT)
  @Nullable Path hot;

  @Option(
      names = "--cold",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The frozen files' root, if not DATA.")
  @Nullable Path cold;

  @Option(
      names = "--lake",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "The data lake's address, of http:, https:, file:, s3: or gs:. Repeatable: what one "
              + "address does not have is taken from the next.")
  List<String> lakes = List.of();

  @Option(
      names = "--lake-proxy",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "The HTTP proxy to the lake, http://host:port, or none (default: from https_proxy, "
              + "http_proxy and no_proxy).")
  @Nullable String lakeProxy;

  @Option(
      names = "--lake-header",
      paramLabel = "'NAME: VALUE'",
      scope = ScopeType.INHERIT,
      description = "A header to send to the lake. Repeatable.")
  List<String> lakeHeaders = List.of();

  @Option(
      names = "--lake-header-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Headers to send to the lake, one a line; # begins a comment.")
  @Nullable Path lakeHeaderFile;

  @Option(
      names = "--lake-token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The file with the bearer token to send to the lake; read again when it is refused.")
  @Nullable Path lakeTokenFile;

  @Option(
      names = "--lake-user-agent",
      paramLabel = "TEXT",
      scope = ScopeType.INHERIT,
      description = "The User-Agent header (default: permafrost).")
  @Nullable String lakeUserAgent;

  @Option(
      names = "--network",
      paramLabel = "P",
      scope = ScopeType.INHERIT,
      description = "The network's passphrase: what the lake must name, or what a new lake names.")
  @Nullable String network;

  @Option(
      names = "--per-batch",
      paramLabel = "L",
      scope = ScopeType.INHERIT,
      description = "Ledgers an object: of a lake without a manifest, or of a new one (then 1).")
  @Nullable Integer perBatch;

  @Option(
      names = "--per-partition",
      paramLabel = "B",
      scope = ScopeType.INHERIT,
      description = "Objects a folder: of a lake without a manifest, or of a new one (then 64000).")
  @Nullable Integer perPartition;

  @Option(
      names = "--lake-ca",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Additional certificates in PEM that are trusted for the lake's server.")
  @Nullable Path lakeCertificates;

  @Option(
      names = "--coverage-timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      defaultValue = "5m",
      description = "How long to wait for the lake to cover a chunk: 0 asks once (default: 5m).")
  Duration coverageTimeout = Duration.ofMinutes(5);

  @Option(
      names = PermafrostLine.CONFIG,
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "A JSON object: keys are the long names of options. The command line and the variables "
              + "PERMAFROST_... take precedence.")
  @Nullable Path config;

  @Option(
      names = "--json",
      fallbackValue = "true",
      arity = "0",
      scope = ScopeType.INHERIT,
      description = "Print the result as JSON.")
  boolean json;

  @Option(
      names = "--quiet",
      fallbackValue = "true",
      arity = "0",
      scope = ScopeType.INHERIT,
      description = "No progress.")
  boolean quiet;

  @Option(
      names = "--debug",
      fallbackValue = "true",
      arity = "0",
      scope = ScopeType.INHERIT,
      description = "Log internal steps, and print stack traces.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "This help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "The version.")
  boolean version;
}
