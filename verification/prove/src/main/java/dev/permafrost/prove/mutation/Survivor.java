package dev.permafrost.prove.mutation;

/**
 * A change of the code that no test noticed.
 *
 * @param className the class, with its package
 * @param method the method, as the compiler named it
 * @param line its line, of use only beside the code that was mutated
 * @param description what was changed
 */
record Survivor(String className, String method, int line, String description) {

  /**
   * Class and method without what changes when code is moved: package, line, numbers of lambdas.
   */
  String place() {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    String within = method.replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1");
    return simple + "." + within;
  }

  @Override
  public String toString() {
    return place() + ":" + line + " " + description;
  }
}
