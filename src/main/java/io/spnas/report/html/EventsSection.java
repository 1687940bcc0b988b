package io.spnas.report.html;

import io.spnas.report.RunEvent;
import io.spnas.report.picture.Numbers;
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
    html.open("ul", "class", "events");
    for (RunEvent event : facts.run().events()) {
      html.open("li");
      html.element("strong", event.kind().name().toLowerCase(Locale.ROOT));
      html.text(" on " + RunFacts.time(event.time()) + ", ");
      html.text(
          String.format(
              "from step %s with %d workers, %s steps lost: %s",
              Numbers.whole(event.step()),
              event.workers(),
              Numbers.whole(event.lostSteps()),
              event.cause()));
      html.close();
    }
    html.close();
  }
}
