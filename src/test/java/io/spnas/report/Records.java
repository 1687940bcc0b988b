package io.spnas.report;

import io.spnas.train.StepRecord;
import java.util.Optional;

/** Records for tests. */
public final class Records {
  private Records() {}

  /** A record whose numbers all differ and have at most six places. */
  public static StepRecord of(long step) {
    return new StepRecord(
        step,
        step + 0.25,
        2.125,
        85.5,
        12.5,
        8.875,
        0.375,
        0.002,
        1.5e-7,
        0.625,
        43.5,
        2000.75,
        1500.5,
        300.25,
        200.125,
        new double[][] {{0.1, 0.2, 0.3}, {1, 0, 0.654321}},
        new double[][] {{-0.125, 0.25, 0.375}, {0.5, -0.001, 0.0625}},
        Optional.empty());
  }
}
