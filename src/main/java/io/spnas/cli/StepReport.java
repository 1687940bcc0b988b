package io.spnas.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spnas.bench.StepSeries;
import io.spnas.bench.StepTime;

/** Tells how fast steps were. */
final class StepReport {
  private final int batch;
  private final StepSeries times;

  /**
   * @param batch images a step
   * @param times the steps, one at least
   */
  StepReport(int batch, StepSeries times) {
    this.batch = batch;
    this.times = times;
  }

  /** The fastest step with its phases, and the one in the middle. */
  String words() {
    StepTime best = times.best();
    return String.format(
        "%.1f images/s at the best step: %.1f ms%s; %.1f images/s at the median step",
        imagesPerSecond(best), best.total(), phases(best), imagesPerSecond(times.median()));
  }

  private static String phases(StepTime time) {
    return isForwardOnly(time)
        ? ""
        : String.format(
            " (forward %.1f, loss %.1f, backward %.1f, update %.1f)",
            time.forward(), time.loss(), time.backward(), time.update());
  }

  /** Whether it is an evaluation, which has no other phases. */
  private static boolean isForwardOnly(StepTime time) {
    return time.total() == time.forward();
  }

  /** The same as fields of a JSON object. */
  void put(ObjectNode json) {
    StepTime best = times.best();
    json.put("images_per_second", imagesPerSecond(best));
    json.put("images_per_second_median", imagesPerSecond(times.median()));
    json.put("step_ms", best.total());
    json.put("forward_ms", best.forward());
    if (!isForwardOnly(best)) {
      json.put("loss_ms", best.loss());
      json.put("backward_ms", best.backward());
      json.put("update_ms", best.update());
    }
  }

  private double imagesPerSecond(StepTime time) {
    return batch * 1000 / time.total();
  }
}
