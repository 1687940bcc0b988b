package io.spnas.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.space.SearchSpace;
import java.util.List;

/** pareto.json; docs/sweep.md says what its fields are. */
public final class ParetoJson {
  private ParetoJson() {}

  /** The fields of a file. */
  public static ObjectNode write(Pareto pareto) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode searches = root.putArray("searches");
    List<Boolean> front = pareto.front();
    for (int i = 0; i < front.size(); i++) {
      Pareto.Found found = pareto.found().get(i);
      ObjectNode search = searches.addObject();
      search.put("run_dir", found.runDirectory());
      found.lambda().ifPresent(lambda -> search.put("lambda", lambda));
      found.target().ifPresent(target -> search.put("target_latency_ms", target));
      search.put("seed", found.seed());
      network(search, found.network(), pareto.provenance());
      search.put("on_front", front.get(i));
    }
    ArrayNode failed = root.putArray("failed");
    for (Pareto.Failed search : pareto.failed()) {
      failed.addObject().put("run_dir", search.runDirectory()).put("reason", search.reason());
    }
    ArrayNode random = root.putArray("random");
    pareto.random().forEach(net -> network(random.addObject(), net, pareto.provenance()));
    provenance(root.putObject("provenance"), pareto);
    return root;
  }

  private static void network(
      ObjectNode node, Pareto.Network network, Pareto.Provenance provenance) {
    ArrayNode operations = node.putArray("architecture");
    network.architecture().operations().forEach(op -> operations.add(op.label()));
    node.put("runtime_ms", network.cost());
    node.put("objective", provenance.objective());
    node.put("top1", network.accuracy());
    node.put("cross_entropy", network.counts().meanLoss());
    node.put("images", network.counts().images());
  }

  private static void provenance(ObjectNode node, Pareto pareto) {
    Pareto.Provenance provenance = pareto.provenance();
    node.put("table", provenance.table());
    node.put("device", provenance.device());
    node.put("objective", provenance.objective());
    node.put("unit", provenance.unit());
    SearchSpace space = pareto.found().get(0).network().architecture().space();
    ObjectNode spaceNode = node.putObject("space");
    spaceNode.put("input_size", space.inputSize());
    spaceNode.put("width", space.width());
    spaceNode.put("classes", space.classes());
    space.blockStrings().forEach(spaceNode.putArray("blocks")::add);
    node.put("steps", provenance.steps());
    node.put("workers", provenance.workers());
    node.put("split", provenance.split());
    node.put("trained_on", provenance.trainedOn());
    node.put("calibration_images", provenance.calibrationImages());
    node.put("random_weights_of", provenance.supernet());
    node.put("random_seed", provenance.randomSeed());
  }
}
