package io.spnas.engine;

/**
 * Parameters that follow each other in a flat array.
 *
 * @param from index of the first
 * @param to index behind the last
 */
public record ParameterRange(int from, int to) {

  /** The first so many. */
  public static ParameterRange first(int count) {
    return new ParameterRange(0, count);
  }

  /** How many they are. */
  public int length() {
    return to - from;
  }
}
