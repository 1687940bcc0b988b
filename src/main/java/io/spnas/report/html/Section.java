package io.spnas.report.html;

/** A part of a page, under a heading of its own. */
interface Section {
  /** Its heading. */
  String title();

  /** Whether there is anything to show. */
  default boolean isShown() {
    return true;
  }

  /** Writes what stands below the heading. */
  void write(Html html);
}
