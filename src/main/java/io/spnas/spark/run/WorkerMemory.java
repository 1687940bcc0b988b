package io.spnas.spark.run;

import io.spnas.data.InputSpec;
import io.spnas.engine.NetworkMemory;
import io.spnas.engine.ParameterLayout;
import io.spnas.nas.SupernetSize;
import io.spnas.nas.SupernetWorker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private static final long JVM = 304 * MEBIBYTE;

  /** The collector's tables, as a share of the heap. */
  private static final double COLLECTOR = 0.05;

  /** What MKL-DNN's primitives take besides the network's own memory, as a share of it. */
  private static final double PRIMITIVES = 0.08;

  /** What a thread that decodes takes at least. */
  private static final long DECODER = 16 * MEBIBYTE;

  /**
   * What it takes for each byte of an encoded image: pixels are some 20 times as many, the largest
   * image is some times the mean, and the allocator keeps what it was given back.
   */
  private static final long DECODED_PER_BYTE = 150;

  /**
   * Larger objects than half of this begin a region of the heap, and leave the rest of it empty.
   */
  private static final long REGION = MEBIBYTE;

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
  public record Part(String name, long heap, long outside) {
    private static Part most(Part one, Part other) {
      return new Part(
          one.name, Math.max(one.heap, other.heap), Math.max(one.outside, other.outside));
    }
  }

  /** Copies. */
  public WorkerMemory {
    parts = List.copyOf(parts);
  }

  /** Of a worker that does one after the other of several things: the most that each part takes. */
  public static WorkerMemory most(List<WorkerMemory> all) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (WorkerMemory memory : all) {
      memory.parts.forEach(part -> parts.merge(part.name, part, Part::most));
    }
    return new WorkerMemory(List.copyOf(parts.values()));
  }

  /** Of a worker that trains. */
  public static WorkerMemory training(WorkerLoad load) {
    return training(
        load, SupernetSize.of(load.shape(), new SupernetWorker(0, load.batch(), load.threads())));
  }

  /**
   * Of a worker that trains a supernet.
   *
   * @param load the worker's load; of its network, only the input counts
   * @param size what the supernet takes
   */
  public static WorkerMemory training(WorkerLoad load, SupernetSize size) {
    NetworkMemory network = size.memory();
    List<Part> parts = new ArrayList<>(common(load));
    long parameters = Float.BYTES * (size.weights() + size.statistics());
    parts.add(new Part("parameters", (STEP_ARRAYS + CHECKPOINT_ARRAYS) * parameters, 0));
    long outside = (long) ((1 + PRIMITIVES) * network.nativeBytes());
    parts.add(new Part("network", network.heapBytes(), outside));
    parts.add(shuffle(load));
    return new WorkerMemory(parts);
  }

  /** As {@link #training(WorkerLoad, SupernetSize)}, on held-back images besides the others. */
  public static WorkerMemory trainingOnTwoParts(WorkerLoad load, SupernetSize size) {
    List<Part> parts = new ArrayList<>(training(load, size).parts);
    Part batches = batches(load);
    Part shuffle = shuffle(load);
    parts.add(new Part("held-back images", batches.heap() + shuffle.heap(), batches.outside()));
    return new WorkerMemory(parts);
  }

  /** Of a worker that trains and, now and then, evaluates. */
  public static WorkerMemory trainingAndEvaluating(WorkerLoad load) {
    List<Part> parts = new ArrayList<>(training(load).parts);
    parts.add(evaluation(load));
    parts.add(new Part("its batches", (load.input().prefetchBatches() + 1) * batchBytes(load), 0));
    return new WorkerMemory(parts);
  }

  /** Of a worker that only evaluates. */
  public static WorkerMemory evaluating(WorkerLoad load) {
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
    return List.of(new Part("JVM, Spark", SPARK_HEAP, JVM), batches(load));
  }

  private static Part batches(WorkerLoad load) {
    InputSpec input = load.input();
    long batches =
        (input.prefetchBatches() + 1) * (batchBytes(load) + load.batch() * load.recordBytes());
    return new Part(
        "batches",
        batches + READ_AHEAD,
        input.decodeThreads() * (DECODER + DECODED_PER_BYTE * load.recordBytes()));
  }

  private static Part shuffle(WorkerLoad load) {
    InputSpec input = load.input();
    long bytes = Math.min(input.shuffleBuffer() * load.recordBytes(), input.shuffleBytes());
    double large = Math.min(1, Math.pow((double) load.recordBytes() / REGION, 2));
    double empty = (double) bytes / load.recordBytes() * large * REGION / 2;
    return new Part("shuffle buffer", bytes + (long) empty, 0);
  }

  /** The folded weights, a batch that is filled up, and the network. */
  private static Part evaluation(WorkerLoad load) {
    long arrays = 2 * parameterBytes(load) + batchBytes(load);
    long outside = (long) ((1 + PRIMITIVES) * network(load).evaluationBytes());
    return new Part("evaluation", arrays, outside);
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
