package io.spnas.report.picture;

import io.spnas.train.StepRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Records of steps in groups that follow each other, where there are more than can be told apart.
 *
 * @param groups the groups, none of them empty
 */
record Bins(List<List<StepRecord>> groups) {
  /** Groups of records, of equal size but for the last. */
  static Bins of(List<StepRecord> records, int most) {
    int size = Math.max(1, (records.size() + most - 1) / most);
    List<List<StepRecord>> groups = new ArrayList<>();
    for (int first = 0; first < records.size(); first += size) {
      groups.add(records.subList(first, Math.min(first + size, records.size())));
    }
    return new Bins(groups);
  }

  int size() {
    return groups.size();
  }

  /** Mean of each group. */
  double[] means(ToDoubleFunction<StepRecord> value) {
    return groups.stream()
        .mapToDouble(group -> group.stream().mapToDouble(value).average().orElseThrow())
        .toArray();
  }
}
