package io.spnas.spark;

import io.spnas.train.ConfusionMatrix;
import io.spnas.train.EvaluationCounts;

/** What a worker of an evaluation counted. Not a record: Kryo 4 can't rebuild records. */
final class EvaluateResult {
  private long images;
  private long top1;
  private long top5;
  private double loss;

  /** True class, predicted class and number of images of each pair that occurred. */
  private long[] confusion;

  private EvaluateResult() {}

  EvaluateResult(EvaluationCounts counts, ConfusionMatrix matrix) {
    this.images = counts.images();
    this.top1 = counts.top1();
    this.top5 = counts.top5();
    this.loss = counts.loss();
    long[] cells = new long[3 * matrix.size()];
    int[] next = {0};
    matrix.forEach(
        (trueClass, predicted, count) -> {
          cells[next[0]++] = trueClass;
          cells[next[0]++] = predicted;
          cells[next[0]++] = count;
        });
    this.confusion = cells;
  }

  EvaluationCounts counts() {
    return new EvaluationCounts(images, top1, top5, loss);
  }

  /** Adds the pairs to a matrix. */
  void addTo(ConfusionMatrix matrix) {
    for (int i = 0; i < confusion.length; i += 3) {
      matrix.add((int) confusion[i], (int) confusion[i + 1], confusion[i + 2]);
    }
  }
}
