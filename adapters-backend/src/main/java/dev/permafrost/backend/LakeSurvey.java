package dev.permafrost.backend;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a lake covers and how it is divided.
 *
 * @param location its address, without secrets
 * @param network its network's passphrase
 * @param hasManifest whether this comes from its manifest, otherwise from the configuration
 * @param ledgersPerBatch L
 * @param batchesPerPartition B
 * @param extension the extension of its objects' names; empty if no object was seen
 * @param canList whether it lists its keys
 * @param first the first ledger of the run that ends at the tip; empty if there is none, or if
 *     objects below that run show that the lake has a hole
 * @param tip the highest ledger; empty if no object was found
 */
public record LakeSurvey(
    String location,
    String network,
    boolean hasManifest,
    int ledgersPerBatch,
    int batchesPerPartition,
    Optional<String> extension,
    boolean canList,
    OptionalLong first,
    OptionalLong tip) {}
