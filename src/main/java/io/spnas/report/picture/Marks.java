package io.spnas.report.picture;

import io.spnas.report.RunEvent;
import java.util.List;
import java.util.Locale;

/**
 * A mark on the axis of steps, for what happened to a run there.
 *
 * @param step where
 * @param name what, in a word
 * @param detail the same in a sentence
 */
record Marks(long step, String name, String detail) {
  static List<Marks> of(List<RunEvent> events) {
    return events.stream().map(Marks::of).toList();
  }

  private static Marks of(RunEvent event) {
    String name = event.kind().name().toLowerCase(Locale.ROOT);
    return new Marks(
        event.step(),
        name,
        String.format(
            "%s from step %d with %d workers: %s",
            name, event.step(), event.workers(), event.cause()));
  }
}
