package io.spnas.engine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Loss and gradient of 16 images' logits over 1000 classes, in microseconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SoftmaxCrossEntropyBenchmark {
  private static final int CLASSES = 1000;
  private static final int BATCH = 16;

  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(CLASSES, 0.1);
  private final float[] logits = new float[BATCH * CLASSES];
  private final float[] gradient = new float[BATCH * CLASSES];
  private int[] labels;

  /** Draws logits and labels. */
  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextDouble(-5, 5);
    }
    labels = random.ints(BATCH, 0, CLASSES).toArray();
  }

  /** One batch. */
  @Benchmark
  public SoftmaxCrossEntropy.Sums evaluate() {
    return loss.evaluate(logits, labels, gradient);
  }
}
