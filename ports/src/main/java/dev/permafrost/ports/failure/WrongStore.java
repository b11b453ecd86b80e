package dev.permafrost.ports.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Thrown if a root directory does not belong to the store: it names another store or another role,
 * or it names none although the store exists (the empty mount point of an unmounted volume).
 * Nothing was written.
 */
public final class WrongStore extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String root;
  private final String path;
  private final String expected;
  private final String found;

  /**
   * Creates the failure.
   *
   * @param root the role of the root
   * @param path its directory
   * @param expected what it should be
   * @param found what it says
   */
  public WrongStore(String root, String path, String expected, String found) {
    super(
        "the "
            + root
            + " root "
            + path
            + " is not the right one: expected "
            + expected
            + ", found "
            + found,
        null,
        Remedy.OPERATOR);
    this.root = root;
    this.path = path;
    this.expected = expected;
    this.found = found;
  }

  /** The role of the root. */
  public String root() {
    return root;
  }

  /** Its directory. */
  public String path() {
    return path;
  }

  /** What it should be. */
  public String expected() {
    return expected;
  }

  /** What it says. */
  public String found() {
    return found;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    List<OperatorStep> steps = new ArrayList<>();
    steps.add(
        new OperatorStep.ByHand(
            "check that the volume of " + path + " is mounted, and that it is the right one"));
    steps.add(new OperatorStep.ByHand("check --data, --catalog, --hot and --cold"));
    if (root.equals("catalog")) {
      steps.add(new OperatorStep.ByHand("if the catalog is lost, and there is no copy of it,"));
      steps.add(new OperatorStep.RecoverCatalog());
    }
    return Optional.of(
        new OperatorNotice(
            "PF-WRONG-STORE",
            "the "
                + root
                + " root "
                + path
                + " does not belong to this store: expected "
                + expected
                + ", found "
                + found,
            steps));
  }
}
