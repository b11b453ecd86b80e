package dev.permafrost.testkit.machine;

/**
 * Says which part of a file matters after a power cut. Contents that differ only in the rest are
 * taken for one, so that what nobody reads does not multiply the states to be looked at.
 */
@FunctionalInterface
public interface Relevance {

  /** Every byte of every file. */
  Relevance ALL = (name, content) -> content;

  /**
   * The part that matters.
   *
   * @param name the file's name, without its directory
   * @param content its content, which must not be changed
   */
  byte[] partOf(String name, byte[] content);
}
