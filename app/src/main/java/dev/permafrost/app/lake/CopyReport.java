package dev.permafrost.app.lake;

/**
 * What a copy came to.
 *
 * @param copied how many objects were written where none was
 * @param replaced how many were written in the place of others
 * @param there how many were there already, byte for byte
 * @param storedBytes how many bytes were written
 * @param problems what kept the others from being copied
 */
public record CopyReport(
    long copied, long replaced, long there, long storedBytes, ProblemList problems) {}
