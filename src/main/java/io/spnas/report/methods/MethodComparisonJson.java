package io.spnas.report.methods;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.config.InvalidInputException;
import io.spnas.config.JsonText;
import io.spnas.space.Operation;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * compare.json: the cells of a comparison. Statistics follow from them, and are written for readers
 * who don't compute them; {@link #read} takes nothing from there.
 */
public final class MethodComparisonJson {
  private MethodComparisonJson() {}

  /** The text of compare.json. */
  public static String write(MethodComparison comparison) {
    return object(comparison).toPrettyString() + "\n";
  }

  /** The fields of compare.json. */
  public static ObjectNode object(MethodComparison comparison) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("data", comparison.data());
    root.put("table", comparison.table());
    root.put("device", comparison.device());
    root.put("target_ms", comparison.targetMs());
    comparison.methods().forEach(root.putArray("methods")::add);
    ArrayNode seeds = root.putArray("seeds");
    comparison.seeds().forEach(seed -> seeds.add(seed.longValue()));
    ArrayNode cells = root.putArray("cells");
    comparison.cells().forEach(cell -> write(cells.addObject(), cell));
    StatisticsJson.write(root.putObject("statistics"), comparison);
    write(root.putObject("provenance"), comparison.provenance());
    return root;
  }

  private static void write(ObjectNode node, MethodCell cell) {
    node.put("method", cell.method());
    node.put("seed", cell.seed());
    cell.failure().ifPresent(reason -> node.put("failure", reason));
    cell.result().ifPresent(result -> write(node.putObject("result"), result));
  }

  private static void write(ObjectNode node, CellResult result) {
    node.put("top1", result.top1());
    node.put("validation_images", result.validationImages());
    result.predictedMs().ifPresent(ms -> node.put("predicted_ms", ms));
    result.measuredMs().ifPresent(ms -> node.put("measured_ms", ms));
    node.put("parameters", result.parameters());
    node.put("multiply_adds", result.multiplyAdds());
    result.operations().forEach(node.putArray("operations")::add);
    SearchCost cost = result.search();
    ObjectNode search = node.putObject("search");
    search.put("images", cost.images());
    search.put("core_seconds", cost.coreSeconds());
    search.put("peak_memory_bytes", cost.peakMemoryBytes());
    search.put("supernet_parameters", cost.supernetParameters());
    node.put("train_core_seconds", result.trainCoreSeconds());
    node.put("train_images", result.trainImages());
    result.searchDirectory().ifPresent(directory -> node.put("search_directory", directory));
    node.put("train_directory", result.trainDirectory());
  }

  private static void write(ObjectNode node, ComparisonProvenance provenance) {
    node.put("version", provenance.version());
    node.put("host", provenance.host());
    node.put("cores", provenance.cores());
    node.put("workers", provenance.workers());
    provenance.settings().forEach(node.putObject("settings")::put);
  }

  /**
   * Reads compare.json.
   *
   * @param file its name, for messages
   * @throws InvalidInputException if the text is none
   */
  public static MethodComparison read(String text, String file) {
    try {
      JsonFields root = JsonFields.root(JsonText.parse(text));
      return new MethodComparison(
          root.text("data"),
          root.text("table"),
          root.text("device"),
          root.positive("target_ms"),
          root.texts("methods"),
          root.wholes("seeds"),
          root.objects("cells").stream().map(MethodComparisonJson::cell).toList(),
          provenance(root.object("provenance")));
    } catch (InvalidInputException | IllegalArgumentException e) {
      throw new InvalidInputException("Invalid comparison %s: %s", file, e.getMessage());
    }
  }

  private static MethodCell cell(JsonFields node) {
    return new MethodCell(
        node.text("method"),
        node.whole("seed", Long.MIN_VALUE),
        node.has("result") ? Optional.of(result(node.object("result"))) : Optional.empty(),
        node.has("failure") ? Optional.of(node.text("failure")) : Optional.empty());
  }

  private static CellResult result(JsonFields node) {
    return new CellResult(
        node.share("top1"),
        node.whole("validation_images", 1),
        node.optionalNumber("predicted_ms"),
        node.optionalNumber("measured_ms"),
        node.whole("parameters", 1),
        node.whole("multiply_adds", 1),
        operations(node),
        cost(node.object("search")),
        node.number("train_core_seconds"),
        node.whole("train_images", 0),
        node.has("search_directory")
            ? Optional.of(node.text("search_directory"))
            : Optional.empty(),
        node.text("train_directory"));
  }

  private static List<String> operations(JsonFields node) {
    List<String> labels = node.texts("operations");
    labels.forEach(Operation::named);
    return labels;
  }

  private static SearchCost cost(JsonFields node) {
    return new SearchCost(
        node.whole("images", 0),
        node.number("core_seconds"),
        node.whole("peak_memory_bytes", 0),
        node.whole("supernet_parameters", 0));
  }

  private static ComparisonProvenance provenance(JsonFields node) {
    JsonFields settings = node.object("settings");
    SortedMap<String, String> values = new TreeMap<>();
    settings.names().forEach(name -> values.put(name, settings.text(name)));
    return new ComparisonProvenance(
        node.text("version"),
        node.text("host"),
        node.count("cores"),
        node.count("workers"),
        values);
  }
}
