package dev.permafrost.prove.crash;

import java.util.function.Supplier;

/**
 * One rule of the protocol, broken on purpose.
 *
 * @param name what it does wrongly
 * @param wiring makes what stands between the production code and the machine, for each process
 */
record Mutant(String name, Supplier<Wiring> wiring) {}
