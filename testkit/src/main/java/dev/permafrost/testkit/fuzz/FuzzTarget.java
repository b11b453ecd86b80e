package dev.permafrost.testkit.fuzz;

import java.util.List;

/**
 * Code that reads bytes from outside, made ready to be given any bytes at all.
 *
 * <p>A target is a public class with a public constructor without parameters, among the tests of
 * the module whose code it attacks, and its name ends in {@code Fuzz}: by that it is found. It is
 * used by one thread.
 */
public interface FuzzTarget {

  /** Inputs to begin with, the sound ones among them; the same at each call. */
  List<byte[]> seeds();

  /**
   * Gives the code an input. Failures that the code declares for such bytes are caught in here, and
   * what the code answers is checked; so whatever leaves this method is a finding, and so are a
   * call that does not return and one that runs out of memory.
   *
   * @param input the bytes; not kept, and may be changed
   */
  void give(byte[] input) throws Exception;
}
