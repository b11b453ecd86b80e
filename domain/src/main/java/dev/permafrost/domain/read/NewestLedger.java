package dev.permafrost.domain.read;

import java.time.Instant;

/**
 * The newest ledger of a store.
 *
 * @param sequence its sequence
 * @param closedAt when the network closed it, according to its header
 */
public record NewestLedger(long sequence, Instant closedAt) {}
