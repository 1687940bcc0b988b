package io.spnas.bench;

/**
 * Workers that step at the same time on this machine.
 *
 * @param workers how many
 * @param link what connects them
 */
public record World(int workers, Link link) {
  /** What connects workers. */
  public enum Link {
    /** Nothing: each is alone, and shares only the machine with the others. */
    NONE,
    /** The ring of a search. */
    RING
  }
}
