package dev.permafrost.app.command;

import java.util.List;
import java.util.Map;

/** Working command lines for the help of each command, by the command's full name. */
final class HelpExamples {

  private static final Map<String, List<String>> EXAMPLES =
      Map.ofEntries(
          Map.entry(
              "permafrost",
              List.of(
                  "permafrost demo --data /tmp/demo",
                  "permafrost plan --lake https://lake.example/pubnet/ --chunks 0-99",
                  "permafrost follow --data /srv/permafrost --lake https://lake.example/pubnet/")),
          Map.entry("permafrost demo", List.of("permafrost demo --data /tmp/demo")),
          Map.entry(
              "permafrost plan",
              List.of(
                  "permafrost plan --lake https://lake.example/pubnet/ --chunks 0-99",
                  "permafrost plan --lake 's3://bucket/pubnet?region=us-east-2' --chunks 5000-5999"
                      + " --data /srv/permafrost --rate 200M")),
          Map.entry(
              "permafrost follow",
              List.of(
                  "permafrost follow --data /srv/permafrost --lake https://lake.example/pubnet/"
                      + " --retain 100")),
          Map.entry(
              "permafrost ingest",
              List.of(
                  "permafrost ingest --data /srv/permafrost --lake https://lake.example/pubnet/"
                      + " --chunks 0-3")),
          Map.entry(
              "permafrost freeze",
              List.of(
                  "permafrost freeze --data /srv/permafrost --chunk 7",
                  "permafrost freeze --data /srv/permafrost --lake https://lake.example/pubnet/"
                      + " --chunks 0-99 --workers 2 --trust-file hashes.txt")),
          Map.entry(
              "permafrost discard",
              List.of("permafrost discard --data /srv/permafrost --chunks 0-3")),
          Map.entry(
              "permafrost adopt",
              List.of(
                  "permafrost adopt --data /srv/permafrost --chunks 0-99 --from /mnt/packs --move",
                  "permafrost adopt --data /srv/permafrost --chunk 7 --hot")),
          Map.entry("permafrost sweep", List.of("permafrost sweep --data /srv/permafrost")),
          Map.entry(
              "permafrost recover",
              List.of(
                  "permafrost recover --data /srv/permafrost --chunk 7 --artifacts ledgers --yes",
                  "permafrost recover --data /srv/permafrost --orphans")),
          Map.entry("permafrost status", List.of("permafrost status --data /srv/permafrost")),
          Map.entry(
              "permafrost verify",
              List.of("permafrost verify --data /srv/permafrost --chunks 0-3")),
          Map.entry(
              "permafrost audit",
              List.of(
                  "permafrost audit --data /srv/permafrost --deep"
                      + " --lake https://lake.example/pubnet/")),
          Map.entry(
              "permafrost cat",
              List.of("permafrost cat --data /srv/permafrost --ledger 50000000 > ledger.xdr")),
          Map.entry(
              "permafrost config", List.of("permafrost config --config /etc/permafrost.json")),
          Map.entry(
              "permafrost pack",
              List.of(
                  "permafrost pack --lake https://lake.example/ledgers --chunks 0-99"
                      + " --landing /mnt/landing --shard 0/3 --receipts receipts-0",
                  "permafrost pack inspect /srv/permafrost/ledgers/00000/00000007.pack")),
          Map.entry(
              "permafrost pack inspect",
              List.of("permafrost pack inspect /srv/permafrost/ledgers/00000/00000007.pack")),
          Map.entry(
              "permafrost pack verify",
              List.of("permafrost pack verify --from /mnt/landing --chunks 0-99")),
          Map.entry(
              "permafrost lake",
              List.of("permafrost lake survey --lake https://lake.example/pubnet/")),
          Map.entry(
              "permafrost lake survey",
              List.of("permafrost lake survey --lake https://lake.example/pubnet/")),
          Map.entry(
              "permafrost lake check",
              List.of(
                  "permafrost lake check --lake file:/mnt/lake --ledgers 2-640001"
                      + " --resume check.json --fetch-from https://lake.example/pubnet/")),
          Map.entry(
              "permafrost lake copy",
              List.of(
                  "permafrost lake copy --from https://lake.example/pubnet/ --to /mnt/lake"
                      + " --ledgers 2-640001")),
          Map.entry(
              "permafrost lake forge",
              List.of("permafrost lake forge --out /tmp/lake --first 2 --ledgers 20000")),
          Map.entry("permafrost lake serve", List.of("permafrost lake serve /tmp/lake")));

  private HelpExamples() {}

  /** The lines for a command; may be empty. */
  static List<String> of(String command) {
    return EXAMPLES.getOrDefault(command, List.of());
  }
}
