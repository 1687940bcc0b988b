package io.spnas.config;

/** Settings of the latency table. */
public final class LatencySettings {
  private final String table;
  private final Geometry geometry;

  LatencySettings(Section section) {
    table = section.text("table");
    geometry = section.choice("geometry", Geometry.class);
  }

  /** Name of a table that ships, or path of a file. */
  public String table() {
    return table;
  }

  /** Whether it must have been measured at the search's input size and width. */
  public Geometry geometry() {
    return geometry;
  }
}
