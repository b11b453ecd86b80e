package dev.permafrost.prove.lakes;

/**
 * A piece of conduct or trouble, and the exact answer in which it must end, the same at every
 * server.
 *
 * @param name its name in the matrix, a sentence without blanks
 * @param body runs it, and throws if it ends in another answer
 */
record Scenario(String name, Body body) {

  /** What a scenario does. */
  @FunctionalInterface
  interface Body {
    void run(Ground ground) throws Exception;
  }
}
