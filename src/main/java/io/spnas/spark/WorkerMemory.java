package io.spnas.spark;

import io.spnas.data.InputSpec;
import io.spnas.engine.NetworkMemory;
import io.spnas.engine.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of a worker's JVM: its heap, and what lies outside, which cluster managers call overhead.
 * The network's share follows from the shapes of its layers ({@link NetworkMemory}), that of the
 * input from its buffers; what JVM, Spark and native libraries take besides was measured
 * (docs/benchmarks/memory.md).
 *
 * @param parts what it consists of
 */
public record WorkerMemory(List<Part> parts) {
  private static final long MEBIBYTE = 1 << 20;

  /** Sizes are told in multiples of this. */
  private static final long STEP = 32 * MEBIBYTE;

  /** Spark refuses less. */
  private static final long LEAST_HEAP = 512 * MEBIBYTE;

  /** Objects of Spark, of Hadoop's clients and of the run. */
  private static final long SPARK_HEAP = 128 * MEBIBYTE;

  /** Share of the heap that the collector leaves to what lives there. */
  private static final double USABLE = 0.8;

  /** Classes, compiled code, threads, libraries, buffers of connections. */
  private static final long JVM = 384 * MEBIBYTE;

  /** The collector's tables, as a share of the heap. */
  private static final double COLLECTOR = 0.06;

  /** A decoded photograph of ten megapixels, and what it is scaled to. */
  private static final long DECODED_IMAGE = 32 * MEBIBYTE;

  /**
   * Three shards are open, one of them in the next epoch, each read ahead by six pieces of 2 MiB.
   */
  private static final long READ_AHEAD = 3 * 6 * 2 * MEBIBYTE;

  /** Weights, gradients, mean squares, velocities, averages. */
  private static final int STEP_ARRAYS = 5;

  /** A state that is read back, with an array that grows; or the copy that is being written. */
  private static final int CHECKPOINT_ARRAYS = 6;

  /**
   * A part of the memory.
   *
   * @param name such as {@code network}
   * @param heap bytes in the heap
   * @param outside bytes outside the heap
   */
  public record Part(String name, long heap, long outside) {}

  /** Copies. */
  public WorkerMemory {
    parts = List.copyOf(parts);
  }

  /** Of a worker that trains. */
  static WorkerMemory training(WorkerLoad load) {
    NetworkMemory network = network(load);
    List<Part> parts = new ArrayList<>(common(load));
    parts.add(new Part("parameters", (STEP_ARRAYS + CHECKPOINT_ARRAYS) * parameterBytes(load), 0));
    parts.add(new Part("network", network.heapBytes(), network.nativeBytes()));
    parts.add(shuffle(load));
    return new WorkerMemory(parts);
  }

  /** Of a worker that trains and, now and then, evaluates. */
  static WorkerMemory trainingAndEvaluating(WorkerLoad load) {
    List<Part> parts = new ArrayList<>(training(load).parts);
    parts.add(evaluation(load));
    parts.add(new Part("its batches", (load.input().prefetchBatches() + 1) * batchBytes(load), 0));
    return new WorkerMemory(parts);
  }

  /** Of a worker that only evaluates. */
  static WorkerMemory evaluating(WorkerLoad load) {
    List<Part> parts = new ArrayList<>(common(load));
    parts.add(new Part("parameters", 2 * parameterBytes(load), 0));
    parts.add(evaluation(load));
    return new WorkerMemory(parts);
  }

  private static NetworkMemory network(WorkerLoad load) {
    return NetworkMemory.of(load.shape(), load.batch(), load.threads());
  }

  private static long parameterBytes(WorkerLoad load) {
    ParameterLayout layout = ParameterLayout.of(load.shape());
    return (long) Float.BYTES * (layout.parameters() + layout.statisticValues());
  }

  private static long batchBytes(WorkerLoad load) {
    return (long) Float.BYTES
        * load.batch()
        * 3
        * load.shape().inputSize()
        * load.shape().inputSize();
  }

  private static List<Part> common(WorkerLoad load) {
    InputSpec input = load.input();
    long batches =
        (input.prefetchBatches() + 1) * (batchBytes(load) + load.batch() * load.recordBytes());
    return List.of(
        new Part("JVM, Spark", SPARK_HEAP, JVM),
        new Part("batches", batches + READ_AHEAD, input.decodeThreads() * DECODED_IMAGE));
  }

  private static Part shuffle(WorkerLoad load) {
    InputSpec input = load.input();
    long records = Math.min(input.shuffleBuffer() * load.recordBytes(), input.shuffleBytes());
    return new Part("shuffle buffer", records, 0);
  }

  /** The folded weights, a batch that is filled up, and the network. */
  private static Part evaluation(WorkerLoad load) {
    long arrays = 2 * parameterBytes(load) + batchBytes(load);
    return new Part("evaluation", arrays, network(load).evaluationBytes());
  }

  /** Heap, in MiB: {@code spark.executor.memory}. */
  public long heapMebibytes() {
    long live = parts.stream().mapToLong(Part::heap).sum();
    return mebibytes(Math.max(LEAST_HEAP, (long) (live / USABLE)));
  }

  /** Memory outside the heap, in MiB: {@code spark.executor.memoryOverhead}. */
  public long overheadMebibytes() {
    long outside = parts.stream().mapToLong(Part::outside).sum();
    return mebibytes(outside + (long) (COLLECTOR * heapMebibytes() * MEBIBYTE));
  }

  private static long mebibytes(long bytes) {
    return (bytes + STEP - 1) / STEP * STEP / MEBIBYTE;
  }
}
