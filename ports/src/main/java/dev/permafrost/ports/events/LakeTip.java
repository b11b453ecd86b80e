package dev.permafrost.ports.events;

/**
 * Reports the newest ledger of a lake, after asking it.
 *
 * @param sequence the newest ledger over all its mirrors
 */
public record LakeTip(long sequence) {}
