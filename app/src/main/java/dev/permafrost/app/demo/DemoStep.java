package dev.permafrost.app.demo;

import java.time.Duration;

/**
 * What one step of the demonstration did.
 *
 * @param name what was done
 * @param ledgers how many ledgers it handled; 0 if that says nothing
 * @param rawBytes how many bytes they have raw
 * @param storedBytes how many bytes were stored
 * @param elapsed how long it took
 */
public record DemoStep(
    String name, long ledgers, long rawBytes, long storedBytes, Duration elapsed) {}
