package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.spnas.config.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BatchesTest {
  private static final int CLASSES = 7;
  private static final int SIZE = 8;
  private static final long ALL_BYTES = 1 << 30;

  @TempDir Path directory;

  @Test
  void everyRecordOnceAnEpochOverAllRanks() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 9, 11, 10, 3, 12);
    Map<Long, List<Integer>> byEpoch = new TreeMap<>();
    for (int rank = 0; rank < 2; rank++) {
      // One image a batch, so that a batch belongs to one epoch.
      try (TrainingBatches batches =
          TrainingBatches.open(
              Shards.CONFIGURATION, split, input(2, 6, ALL_BYTES), rank(rank, 2, 1), 0)) {
        for (Batch batch = batches.next(); batch.epoch() < 3; batch = batches.next()) {
          int number = number(batch, 0);
          assertThat(batch.labels()).containsExactly(number % CLASSES);
          byEpoch.computeIfAbsent(batch.epoch(), epoch -> new ArrayList<>()).add(number);
        }
      }
    }
    List<Integer> all = IntStream.range(0, 45).boxed().toList();
    assertThat(byEpoch).containsOnlyKeys(0L, 1L, 2L);
    byEpoch
        .values()
        .forEach(numbers -> assertThat(numbers).containsExactlyInAnyOrderElementsOf(all));
    assertThat(byEpoch.get(0L)).isNotEqualTo(byEpoch.get(1L));
    for (int i = 0; i < 2; i++) {
      assertThat(byEpoch.get((long) i)).isNotEqualTo(all);
    }
  }

  @Test
  void shuffleBufferLargerThanAnEpochMixesTheWholeEpoch() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 20);
    List<Integer> numbers = new ArrayList<>();
    take(split, input(1, 1000, ALL_BYTES), rank(0, 1, 5), 0, 8)
        .forEach(batch -> IntStream.range(0, 5).forEach(i -> numbers.add(number(batch, i))));
    List<Integer> first = numbers.subList(0, 20);
    List<Integer> second = numbers.subList(20, 40);
    assertThat(first).containsExactlyInAnyOrderElementsOf(second).isNotEqualTo(second);
    List<Integer> sorted = new ArrayList<>(first);
    Collections.sort(sorted);
    assertThat(first).isNotEqualTo(sorted);
  }

  @Test
  void neitherThreadsNorPrefetchChangeABatch() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 9, 11, 10);
    List<Batch> one = take(split, input(1, 16, ALL_BYTES), rank(0, 2, 4), 0, 12);
    assertSame(take(split, input(4, 16, ALL_BYTES), rank(0, 2, 4), 0, 12), one);
    InputSpec deep = input(3, 16, ALL_BYTES, 6);
    assertSame(take(split, deep, rank(0, 2, 4), 0, 12), one);
    List<Batch> otherRank = take(split, input(1, 16, ALL_BYTES), rank(1, 2, 4), 0, 12);
    assertThat(otherRank.get(0).images()).isNotEqualTo(one.get(0).images());
  }

  @Test
  void sameImageIsCroppedAnewInEveryEpochAndByEveryRank() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 1, 1);
    List<Batch> batches = new ArrayList<>();
    for (int rank = 0; rank < 2; rank++) {
      batches.addAll(take(split, input(1, 1, ALL_BYTES), rank(rank, 2, 1), 0, 20));
    }
    for (int number = 0; number < 2; number++) {
      int wanted = number;
      List<Batch> same = batches.stream().filter(b -> number(b, 0) == wanted).toList();
      assertThat(same).hasSize(20);
      long crops = same.stream().map(b -> Arrays.hashCode(b.images())).distinct().count();
      // Two crops of so small an image may well be equal.
      assertThat(crops).isGreaterThan(10);
    }
  }

  @Test
  void restartAnywhereContinuesTheSequence() throws Exception {
    ShardDirectory withManifest = Shards.numberedSplit(directory, CLASSES, 30, 41, 50, 20, 60, 37);
    Files.delete(directory.resolve("train.manifest.json"));
    ShardDirectory without = ShardDirectory.open(directory.toString(), "train");
    long recordBytes = withManifest.shards().get(0).bytes() / 30;
    for (InputSpec input :
        List.of(
            input(2, 2, ALL_BYTES), input(2, 500, ALL_BYTES), input(2, 100, 10 * recordBytes))) {
      List<Batch> unbroken = take(withManifest, input, rank(1, 2, 8), 0, 50);
      for (int first : new int[] {0, 1, 7, 14, 15, 20, 33, 49}) {
        List<Batch> rest = unbroken.subList(first, 50);
        assertSame(take(withManifest, input, rank(1, 2, 8), first, 50 - first), rest);
      }
      assertSame(take(without, input, rank(1, 2, 8), 33, 17), unbroken.subList(33, 50));
    }
  }

  @Test
  void bytesBoundTheShuffleBufferToo() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 40);
    Batch ordered = take(split, input(1, 1, ALL_BYTES), rank(0, 1, 40), 0, 1).get(0);
    Batch bounded = take(split, input(1, 1000, 1), rank(0, 1, 40), 0, 1).get(0);
    assertThat(IntStream.range(0, 40).map(i -> number(bounded, i))).isSorted();
    assertSame(List.of(bounded), List.of(ordered));
  }

  @Test
  void corruptShardComesOutAfterTheBatchesBeforeIt() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 20);
    Path shard = directory.resolve("train-00000-of-00001");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shard, bytes);
    try (TrainingBatches batches =
        TrainingBatches.open(
            Shards.CONFIGURATION, split, input(2, 1, ALL_BYTES), rank(0, 1, 4), 0)) {
      batches.next();
      batches.next();
      Throwable failure = catchThrowable(batches::next);
      assertThat(failure)
          .isInstanceOf(CorruptShardException.class)
          .hasMessageContaining(shard.toString())
          .hasMessageContaining("at byte");
      assertThatThrownBy(batches::next).isSameAs(failure);
    }
    assertNoThreads();
  }

  @Test
  void corruptImageNamesShardRecordAndFile() throws Exception {
    List<byte[]> records = Shards.numberedExamples(0, 6, CLASSES);
    for (int broken : new int[] {3, 4}) {
      byte[] png = Pictures.plainPng(12, 10, 1);
      byte[] cut = Arrays.copyOf(png, png.length - 30);
      records.set(broken, ImageExample.of(1, cut, "broken" + broken, "", "").toBytes());
    }
    ShardDirectory split = Shards.split(directory, CLASSES, List.of(records));
    assertThatExceptionOfType(CorruptImageException.class)
        .isThrownBy(() -> take(split, input(3, 1, ALL_BYTES), rank(0, 1, 6), 0, 1))
        .withMessageContaining("train-00000-of-00001")
        .withMessageContaining("record 3")
        .withMessageContaining("broken3");
  }

  @Test
  void labelOutsideTheClassesIsTheUsersMistake() throws Exception {
    Shards.numberedSplit(directory, CLASSES, 6);
    Files.delete(directory.resolve("train.manifest.json"));
    ShardDirectory split = ShardDirectory.open(directory.toString(), "train");
    RankSpec fourClasses = new RankSpec(0, 1, 6, 4, 1);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> take(split, input(2, 1, ALL_BYTES), fourClasses, 0, 1))
        .withMessageContaining("train-00000-of-00001, record 4")
        .withMessageContaining("is 5; expected 1 to 4");
  }

  @Test
  void manifestTellsOfTooManyClassesAtOnce() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 6);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                TrainingBatches.open(
                    Shards.CONFIGURATION,
                    split,
                    input(2, 1, ALL_BYTES),
                    new RankSpec(0, 1, 6, 4, 1),
                    0))
        .withMessageContaining("7 classes");
  }

  @Test
  void fewerShardsThanRanksAreRefusedAtOnce() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 6);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                TrainingBatches.open(
                    Shards.CONFIGURATION, split, input(1, 1, ALL_BYTES), rank(0, 2, 1), 0))
        .withMessageContaining("1 shards for 2 workers");
  }

  @Test
  void imagesStayUntilTheNextCallWhileOthersAreDecoded() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 40);
    try (TrainingBatches batches =
        TrainingBatches.open(
            Shards.CONFIGURATION, split, input(2, 4, ALL_BYTES), rank(0, 1, 4), 0)) {
      for (int i = 0; i < 20; i++) {
        Batch batch = batches.next();
        float[] images = batch.images().clone();
        Thread.sleep(10);
        assertThat(batch.images()).isEqualTo(images);
      }
    }
  }

  @Test
  void readsNoFurtherAheadThanItMay() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 200);
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (TrainingBatches batches =
        TrainingBatches.open(
            Shards.CONFIGURATION, split, input(2, 4, ALL_BYTES), rank(0, 1, 4), 0)) {
      for (int i = 0; i < 40; i++) {
        arrays.add(batches.next().images());
      }
    }
    assertThat(arrays).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void closingEndsAllThreadsAndWakesTheConsumer() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 40);
    TrainingBatches batches =
        TrainingBatches.open(Shards.CONFIGURATION, split, input(4, 4, ALL_BYTES), rank(0, 1, 4), 0);
    batches.next();
    long begin = System.nanoTime();
    batches.close();
    assertThat(System.nanoTime() - begin).isLessThan(2_000_000_000L);
    assertNoThreads();
    assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
    batches.close();
  }

  @Test
  void evaluationSeesEveryImageOnceAndEnds() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 9, 11, 10);
    List<Integer> numbers = new ArrayList<>();
    for (int rank = 0; rank < 4; rank++) {
      List<Batch> batches = evaluate(split, rank(rank, 4, 4));
      for (Batch batch : batches) {
        assertThat(batch.images()).hasSize(batch.labels().length * 3 * SIZE * SIZE);
        for (int i = 0; i < batch.labels().length; i++) {
          numbers.add(number(batch, i));
          assertThat(batch.labels()[i]).isEqualTo(number(batch, i) % CLASSES);
        }
      }
      batches.stream()
          .limit(Math.max(0, batches.size() - 1))
          .forEach(batch -> assertThat(batch.labels()).hasSize(4));
    }
    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 30).boxed().toList());
    assertNoThreads();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void evaluationCountsEveryImageOnceByAnyNumberOfWorkers(int worldSize) throws Exception {
    // Odd numbers, fewer images than a batch, fewer shards than workers.
    int[][] splits = {{9, 11, 10, 3, 1, 2, 5}, {5, 1, 4}, {3}, {1, 1}};
    for (int i = 0; i < splits.length; i++) {
      Path folder = Files.createDirectories(directory.resolve("split" + i));
      ShardDirectory split = Shards.numberedSplit(folder, CLASSES, splits[i]);
      if (i % 2 == 1) {
        Files.delete(folder.resolve("train.manifest.json"));
        split = ShardDirectory.open(folder.toString(), "train");
      }
      List<Integer> numbers = new ArrayList<>();
      for (int rank = 0; rank < worldSize; rank++) {
        for (Batch batch : evaluate(split, rank(rank, worldSize, 6))) {
          IntStream.range(0, batch.labels().length).forEach(n -> numbers.add(number(batch, n)));
        }
      }
      assertThat(numbers)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, IntStream.of(splits[i]).sum()).boxed().toList());
    }
  }

  @Test
  void evaluationCountsAgainstTheManifest() throws Exception {
    ShardDirectory split = Shards.numberedSplit(directory, CLASSES, 9);
    Path shard = directory.resolve("train-00000-of-00001");
    Files.write(shard, Shards.tfRecords(Shards.numberedExamples(0, 8, CLASSES)));
    assertThatExceptionOfType(CorruptShardException.class)
        .isThrownBy(() -> evaluate(split, rank(0, 1, 4)))
        .withMessageContaining(shard.toString())
        .withMessageContaining("8 records; its manifest expects 9");
  }

  private static List<Batch> evaluate(ShardDirectory split, RankSpec rank) throws Exception {
    List<Batch> taken = new ArrayList<>();
    try (EvaluationBatches batches =
        EvaluationBatches.open(Shards.CONFIGURATION, split, input(2, 1, ALL_BYTES), rank)) {
      for (Optional<Batch> b = batches.next(); b.isPresent(); b = batches.next()) {
        taken.add(copy(b.get()));
      }
      assertThat(batches.next()).isEmpty();
    }
    return taken;
  }

  private static List<Batch> take(
      ShardDirectory split, InputSpec input, RankSpec rank, long firstBatch, int count)
      throws IOException, InterruptedException {
    List<Batch> taken = new ArrayList<>();
    try (TrainingBatches batches =
        TrainingBatches.open(Shards.CONFIGURATION, split, input, rank, firstBatch)) {
      for (int i = 0; i < count; i++) {
        taken.add(copy(batches.next()));
      }
    }
    return taken;
  }

  private static Batch copy(Batch batch) {
    return new Batch(batch.images().clone(), batch.labels().clone(), batch.epoch());
  }

  private static void assertSame(List<Batch> batches, List<Batch> expected) {
    assertThat(batches).hasSameSizeAs(expected);
    for (int i = 0; i < batches.size(); i++) {
      assertThat(batches.get(i).labels()).as("batch %d", i).isEqualTo(expected.get(i).labels());
      assertThat(batches.get(i).images()).as("batch %d", i).isEqualTo(expected.get(i).images());
      assertThat(batches.get(i).epoch()).as("batch %d", i).isEqualTo(expected.get(i).epoch());
    }
  }

  private static void assertNoThreads() {
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("spnas-data-"));
  }

  /** The number of an image of {@link Shards#numberedExamples}: its red value. */
  private static int number(Batch batch, int image) {
    return Math.round(batch.images()[image * 3 * SIZE * SIZE] * 2 + 1);
  }

  private static RankSpec rank(int rank, int worldSize, int batchSize) {
    return new RankSpec(rank, worldSize, batchSize, CLASSES, 17);
  }

  private static InputSpec input(int threads, int shuffleBuffer, long shuffleBytes) {
    return input(threads, shuffleBuffer, shuffleBytes, 2);
  }

  private static InputSpec input(
      int threads, int shuffleBuffer, long shuffleBytes, int prefetchBatches) {
    return new InputSpec(
        SIZE,
        new float[] {1, 1, 1},
        new float[] {2, 2, 2},
        0.08,
        0.875,
        Flip.RANDOM,
        threads,
        prefetchBatches,
        shuffleBuffer,
        shuffleBytes);
  }
}
