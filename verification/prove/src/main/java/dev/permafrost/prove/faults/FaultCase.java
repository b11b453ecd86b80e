package dev.permafrost.prove.faults;

/**
 * One fault: which operation of which scenario fails, and how. Written as {@code discard/17/space},
 * which {@link #parse} reads.
 *
 * @param scenario the name of the scenario
 * @param operation the number of the operation, counted from the first of the run
 * @param kind how it fails
 */
record FaultCase(String scenario, long operation, FaultKind kind) {

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  static FaultCase parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || !parts[1].matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("no fault: '" + text + "', as in discard/17/space");
    }
    return new FaultCase(parts[0], Long.parseLong(parts[1]), FaultKind.of(parts[2]));
  }

  @Override
  public String toString() {
    return scenario + "/" + operation + "/" + kind.word();
  }
}
