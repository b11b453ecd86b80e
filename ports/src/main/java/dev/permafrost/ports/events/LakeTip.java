package dev.permafrost.ports.events;

/**
 * A lake was asked for its newest ledger, and told it.
 *
 * @param sequence the newest ledger of all its mirrors
 */
public record LakeTip(long sequence) {}
