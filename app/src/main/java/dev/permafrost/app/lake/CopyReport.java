package dev.permafrost.app.lake;

/**
 * The result of a copy.
 *
 * @param copied how many new objects were written
 * @param replaced how many objects were replaced
 * @param there how many existed already, with equal bytes
 * @param storedBytes how many bytes were written
 * @param problems why the other objects were not copied
 */
public record CopyReport(
    long copied, long replaced, long there, long storedBytes, ProblemList problems) {}
