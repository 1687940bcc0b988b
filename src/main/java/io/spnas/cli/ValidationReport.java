package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.profile.Agreement;
import io.spnas.profile.PredictionCheck.CheckedNetwork;
import io.spnas.profile.PredictionCheck.Outcome;
import io.spnas.profile.PredictionPicture;
import io.spnas.space.Architecture;
import io.spnas.space.Operation;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How well a table predicts whole networks: in words, as JSON and as a picture. */
final class ValidationReport {
  private final Outcome outcome;
  private final Agreement agreement;
  private final String conditions;

  /**
   * @param outcome predictions and times
   * @param conditions how the times were measured
   */
  ValidationReport(Outcome outcome, String conditions) {
    this.outcome = outcome;
    this.agreement = outcome.agreement();
    this.conditions = conditions;
  }

  /** Prints a line a network, then the figures. */
  void print(PrintStream words) {
    words.println("predicted  measured   spread     error  operations");
    for (CheckedNetwork network : outcome.networks()) {
      words.printf(
          Locale.ROOT,
          "%9.3f  %8.3f  %7.3f  %+6.1f %%  %s%n",
          network.predicted(),
          network.measured().median(),
          network.measured().spread(),
          100 * network.pair().error(),
          operations(network.architecture()).collect(Collectors.joining(" ")));
    }
    words.println("Times in ms: " + conditions);
    words.println("Table " + outcome.table().name());
    outcome
        .table()
        .origin()
        .measured()
        .forEach((what, value) -> words.println("  " + what + ": " + value));
    words.println(figures());
  }

  private String figures() {
    return String.format(
        Locale.ROOT,
        "%d networks: mean absolute error %.2f %%, bias %+.2f %%, Kendall's tau %.3f",
        agreement.networks().size(),
        100 * agreement.meanAbsoluteError(),
        100 * agreement.bias(),
        agreement.kendallTau());
  }

  /** A PNG file of the two times of each network. */
  byte[] png() {
    return PredictionPicture.png(agreement, conditions, figures());
  }

  /** The same as fields of a JSON object; errors are shares of the measured times. */
  void put(ObjectNode json) {
    json.put("table", outcome.table().name());
    outcome.table().origin().measured().forEach(json.putObject("measured")::put);
    json.put("mean_absolute_error", agreement.meanAbsoluteError());
    json.put("bias", agreement.bias());
    json.put("kendall_tau", agreement.kendallTau());
    ArrayNode networks = json.putArray("networks");
    for (CheckedNetwork network : outcome.networks()) {
      ObjectNode node = networks.addObject();
      operations(network.architecture()).forEach(node.putArray("architecture")::add);
      node.put("predicted_ms", network.predicted());
      node.put("measured_ms", network.measured().median());
      node.put("spread_ms", network.measured().spread());
    }
  }

  private static Stream<String> operations(Architecture network) {
    return network.operations().stream().map(Operation::label);
  }
}
