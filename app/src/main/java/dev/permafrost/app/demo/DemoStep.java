package dev.permafrost.app.demo;

import java.time.Duration;

/**
 * The result of one step of the demonstration.
 *
 * @param name the step
 * @param ledgers how many ledgers it handled; 0 if not applicable
 * @param rawBytes their raw size
 * @param storedBytes how many bytes were stored
 * @param elapsed how long it took
 */
public record DemoStep(
    String name, long ledgers, long rawBytes, long storedBytes, Duration elapsed) {}
