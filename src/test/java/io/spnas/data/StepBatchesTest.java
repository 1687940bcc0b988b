package io.spnas.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepBatchesTest {
  private static final int CLASSES = 7;
  private static final int BATCH = 4;
  private static final int STEPS = 40;
  private static final InputSpec INPUT =
      new InputSpec(8, new float[3], new float[] {1, 1, 1}, 0.5, 1, Flip.RANDOM, 2, 2, 16, 1 << 20);

  /** From step 6 on, two of three steps read held-back images. */
  private static final LongPredicate TURNS = step -> step >= 6 && step % 3 != 0;

  @TempDir private static Path directory;

  private static ShardParts parts;

  @BeforeAll
  static void writeShards() throws Exception {
    parts = ShardParts.of(Shards.numberedSplit(directory, CLASSES, 20, 21, 22, 23), 0.3);
  }

  private static StepBatches from(long step, LongPredicate turns, List<String> opened) {
    RankSpec rank = new RankSpec(0, 1, BATCH, CLASSES, 5);
    return new StepBatches(
        turns,
        step,
        batch -> {
          opened.add("kept from " + batch);
          return TrainingBatches.open(Shards.CONFIGURATION, parts.kept(), INPUT, rank, batch);
        },
        batch -> {
          opened.add("held back from " + batch);
          return TrainingBatches.open(Shards.CONFIGURATION, parts.heldBack(), INPUT, rank, batch);
        });
  }

  private static List<float[]> read(StepBatches batches, long from) throws Exception {
    List<float[]> images = new ArrayList<>();
    for (long step = from; step < STEPS; step++) {
      images.add(batches.next().images().clone());
    }
    return images;
  }

  /** Red of the images, which is their number. */
  private static List<Integer> numbers(float[] images) {
    int values = INPUT.imageValues();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < images.length; i += values) {
      numbers.add(Math.round(images[i]));
    }
    return numbers;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 5, 6, 7, 20, 39})
  void aResumedRunReadsWhatTheUnbrokenOneDoes(long step) throws Exception {
    List<float[]> unbroken;
    try (StepBatches batches = from(0, TURNS, new ArrayList<>())) {
      unbroken = read(batches, 0);
    }
    try (StepBatches batches = from(step, TURNS, new ArrayList<>())) {
      List<float[]> resumed = read(batches, step);
      assertThat(resumed).hasSize((int) (STEPS - step));
      for (int i = 0; i < resumed.size(); i++) {
        assertThat(Arrays.equals(resumed.get(i), unbroken.get((int) step + i)))
            .as("step %d", step + i)
            .isTrue();
      }
    }
  }

  @Test
  void eachStepReadsItsPartAndEachPartWithoutAGap() throws Exception {
    List<Integer> keptSoFar = new ArrayList<>();
    List<Integer> heldBackSoFar = new ArrayList<>();
    int first = (int) parts.kept().shards().get(0).records();
    assertThat(parts.heldBack().shards()).hasSize(1);
    long heldBack = parts.heldBack().records();
    try (StepBatches batches = from(0, TURNS, new ArrayList<>())) {
      for (long step = 0; step < STEPS; step++) {
        (TURNS.test(step) ? heldBackSoFar : keptSoFar).addAll(numbers(batches.next().images()));
      }
    }
    // The second or third shard is held back, so its numbers follow each other.
    assertThat(heldBackSoFar.subList(0, (int) heldBack)).doesNotHaveDuplicates();
    int least = heldBackSoFar.stream().min(Integer::compare).orElseThrow();
    assertThat(least).isGreaterThanOrEqualTo(first);
    assertThat(heldBackSoFar).allMatch(n -> n >= least && n < least + heldBack);
    assertThat(keptSoFar).allMatch(n -> n < least || n >= least + heldBack);
    assertThat(keptSoFar.subList(0, (int) parts.kept().records())).doesNotHaveDuplicates();
  }

  @Test
  void aPartThatNoStepReadsIsNotOpened() throws Exception {
    List<String> opened = new ArrayList<>();
    try (StepBatches batches = from(3, step -> false, opened)) {
      read(batches, 3);
    }
    assertThat(opened).containsExactly("kept from 3");
  }

  @Test
  void partsAreOpenedWhereTheyAreFirstRead() throws Exception {
    List<String> opened = new ArrayList<>();
    try (StepBatches batches = from(9, TURNS, opened)) {
      assertThat(opened).as("at once, to be read ahead").containsExactly("kept from 7");
      read(batches, 9);
    }
    assertThat(opened).containsExactly("kept from 7", "held back from 2");
  }
}
