package io.spnas.report.html;

import io.spnas.report.methods.ComparisonProvenance;
import io.spnas.report.methods.MethodComparison;
import io.spnas.report.picture.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** With what and where a comparison was made. */
record MethodProvenanceSection(MethodFacts facts) implements Section {
  @Override
  public String title() {
    return "Provenance";
  }

  @Override
  public void write(Html html) {
    MethodComparison comparison = facts.comparison();
    ComparisonProvenance provenance = comparison.provenance();
    Map<String, String> known = new LinkedHashMap<>();
    known.put("directory", facts.directory());
    known.put("data", comparison.data());
    known.put(
        "seeds",
        comparison.seeds().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    known.put("target", Numbers.text(comparison.targetMs()) + " ms");
    known.put("latency table", comparison.table() + ", of " + comparison.device());
    known.put("spnas", provenance.version());
    known.put("host", provenance.host());
    known.put(
        "workers",
        String.format(
            "%d, each with %d core%s",
            provenance.workers(), provenance.cores(), provenance.cores() == 1 ? "" : "s"));
    Parts.facts(html, known);
    if (!provenance.settings().isEmpty()) {
      Parts.table(
          html,
          "Settings that are not the defaults",
          List.of("setting", "value"),
          provenance.settings().entrySet().stream()
              .map(setting -> List.of(setting.getKey(), setting.getValue()))
              .toList());
    }
  }
}
