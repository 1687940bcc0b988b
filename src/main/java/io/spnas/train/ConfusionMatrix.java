package io.spnas.train;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many images of each true class were taken for each class. Only pairs that occurred take
 * memory. Not thread-safe.
 */
public final class ConfusionMatrix {
  private final int classes;

  /** Images by true class * classes + predicted class. */
  private final Map<Long, Long> cells = new TreeMap<>();

  /**
   * @param classes number of classes
   */
  public ConfusionMatrix(int classes) {
    this.classes = classes;
  }

  /** Takes a pair of classes with the number of its images. */
  @FunctionalInterface
  public interface Cells {
    /**
     * @param trueClass what the images show
     * @param predicted what the network took them for
     * @param images how many
     */
    void cell(int trueClass, int predicted, long images);
  }

  /**
   * Counts a batch. The class with the largest logit is the predicted one, of equal logits the
   * lowest.
   *
   * @param logits [N, classes], or more rows, which are not looked at
   * @param labels true classes, [N]
   */
  public void count(float[] logits, int[] labels) {
    for (int n = 0; n < labels.length; n++) {
      int row = n * classes;
      int predicted = 0;
      for (int c = 1; c < classes; c++) {
        if (logits[row + c] > logits[row + predicted]) {
          predicted = c;
        }
      }
      add(labels[n], predicted, 1);
    }
  }

  /** Counts images of a pair. */
  public void add(int trueClass, int predicted, long images) {
    cells.merge((long) trueClass * classes + predicted, images, Long::sum);
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Images of a pair. */
  public long images(int trueClass, int predicted) {
    return cells.getOrDefault((long) trueClass * classes + predicted, 0L);
  }

  /** Tells all pairs that occurred, by true class, then by predicted class. */
  public void forEach(Cells action) {
    cells.forEach(
        (pair, images) ->
            action.cell((int) (pair / classes), (int) (pair % classes), images.longValue()));
  }

  /** Number of pairs that occurred. */
  public int size() {
    return cells.size();
  }
}
