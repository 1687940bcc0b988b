package io.spnas.report.events;

import io.spnas.train.StepRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.framework.Summary;

/**
 * A record as named scalars. {@code loss}, {@code learning_rate}, {@code runtime_ms} and, of
 * searchable layer n = 1, 2, ..., {@code t5x5_n}, {@code t50c_n}, {@code t100c_n} (the indicators
 * d5, d50, d100) are the tags of the published code, whose {@code loss} is the cross-entropy alone.
 * The others have the names of metrics.jsonl.
 */
final class Scalars {
  private static final String[] DECISIONS = {"t5x5_", "t50c_", "t100c_"};

  private Scalars() {}

  /** The scalars of a record, in their order. */
  static Map<String, Double> of(StepRecord record) {
    Map<String, Double> values = new LinkedHashMap<>();
    addStep(record, values);
    if (record.isOfSearch()) {
      addSearch(record, values);
    }
    record
        .validation()
        .ifPresent(
            validation -> {
              values.put("validation_top1", validation.top1());
              values.put("validation_top5", validation.top5());
              values.put("validation_loss", validation.loss());
            });
    return values;
  }

  /** The same as TensorBoard's message. */
  static Summary summary(StepRecord record) {
    Summary.Builder summary = Summary.newBuilder();
    of(record)
        .forEach(
            (tag, value) ->
                summary.addValueBuilder().setTag(tag).setSimpleValue(value.floatValue()));
    return summary.build();
  }

  private static void addStep(StepRecord record, Map<String, Double> values) {
    values.put("loss", record.crossEntropy());
    values.put("learning_rate", record.learningRate());
    values.put("epoch", record.epoch());
    values.put("cross_entropy", record.crossEntropy());
    values.put("weight_decay_loss", record.weightDecayLoss());
    values.put("top1_train", record.top1());
    values.put("images_per_second", record.imagesPerSecond());
    values.put("step_ms", record.stepMilliseconds());
    values.put("compute_ms", record.computeMilliseconds());
    values.put("sync_ms", record.syncMilliseconds());
    values.put("input_ms", record.inputMilliseconds());
  }

  private static void addSearch(StepRecord record, Map<String, Double> values) {
    values.put("runtime_ms", record.runtimeMilliseconds());
    if (!Double.isNaN(record.objective())) {
      values.put("objective", record.objective());
    }
    values.put("runtime_loss", record.runtimeLoss());
    values.put("lambda", record.lambda());
    addDecisions("", record.indicators(), values);
    addDecisions("arguments/", record.arguments(), values);
  }

  private static void addDecisions(String group, double[][] layers, Map<String, Double> values) {
    for (int layer = 0; layer < layers.length; layer++) {
      for (int i = 0; i < layers[layer].length; i++) {
        values.put(group + DECISIONS[i] + (layer + 1), layers[layer][i]);
      }
    }
  }
}
