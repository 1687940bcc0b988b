package io.spnas.config;

/** Whether a latency table must have been measured at the search's input size and width. */
public enum Geometry {
  /** It must. */
  STRICT,
  /** A table of another input size or width stands in. */
  ANY
}
