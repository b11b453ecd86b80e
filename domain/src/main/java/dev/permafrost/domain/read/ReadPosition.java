package dev.permafrost.domain.read;

import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/**
 * Where a page ended.
 *
 * @param next the first ledger that was not read
 * @param ledgers how many were read
 * @param gap the ledgers from {@code next} on that the view does not hold, if it holds higher ones:
 *     the next page starts after them
 */
public record ReadPosition(long next, int ledgers, Optional<LedgerRange> gap) {}
