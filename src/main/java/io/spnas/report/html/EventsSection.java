package io.spnas.report.html;

import io.spnas.report.RunEvent;
import java.util.List;
import java.util.Locale;

/** What happened to the run between its steps. */
record EventsSection(RunFacts facts) implements Section {
  @Override
  public String title() {
    return "Events";
  }

  @Override
  public boolean isShown() {
    return !facts.run().events().isEmpty();
  }

  @Override
  public void write(Html html) {
    Parts.table(
        html,
        "Restarts and resumptions",
        List.of("time", "event", "from step", "steps lost", "workers", "cause"),
        facts.run().events().stream().map(EventsSection::row).toList());
  }

  private static List<String> row(RunEvent event) {
    return List.of(
        RunFacts.time(event.time()),
        event.kind().name().toLowerCase(Locale.ROOT),
        String.valueOf(event.step()),
        String.valueOf(event.lostSteps()),
        String.valueOf(event.workers()),
        event.cause());
  }
}
