package io.spnas.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.spark.SpnasKryoRegistrator;
import io.spnas.spark.candidates.PathResult;
import io.spnas.train.EvaluationCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SeparateTasksTest {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setAppName("tasks")
                // Each task may fail once.
                .setMaster("local[2,2]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.kryo.registrationRequired", "true")
                .set("spark.kryo.registrator", SpnasKryoRegistrator.class.getName()));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static PathResult result(int number) {
    return new PathResult(new EvaluationCounts(number + 10, number, 0, 0), 0.5, 2);
  }

  private static void run(
      int count, Function<Integer, PathResult> task, SeparateTasks.Results<PathResult> results)
      throws IOException {
    new SeparateTasks<>(spark, task, () -> false).run("a test", count, results);
  }

  @Test
  void everyResultComesOnceWithItsNumber() throws IOException {
    Map<Integer, Long> top1 = new TreeMap<>();
    run(
        50,
        SeparateTasksTest::result,
        (number, result) -> {
          assertThat(top1.put(number, result.counts().top1())).isNull();
          assertThat(result.coreSeconds()).isEqualTo(1);
        });
    assertThat(top1).hasSize(50).allSatisfy((n, value) -> assertThat(value).isEqualTo((long) n));
  }

  @Test
  void resultsComeBeforeTheLastTaskHasEnded() throws IOException {
    STARTED.set(0);
    List<Integer> startedAtFirst = new ArrayList<>();
    run(
        40,
        number -> {
          STARTED.incrementAndGet();
          Thread.sleep(20);
          return result(number);
        },
        (number, result) -> startedAtFirst.add(STARTED.get()));
    assertThat(startedAtFirst.get(0)).isLessThan(40);
  }

  @Test
  void aTaskThatFailsOnceIsDoneAgain() throws IOException {
    STARTED.set(0);
    List<Integer> numbers = new ArrayList<>();
    run(
        6,
        number -> {
          if (number == 3 && STARTED.incrementAndGet() == 1) {
            throw new IOException("for once");
          }
          return result(number);
        },
        (number, result) -> numbers.add(number));
    assertThat(numbers).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(STARTED.get()).isEqualTo(2);
  }

  @Test
  void whatFailsAlwaysEndsTheWorkWithItsCause() {
    assertThatThrownBy(
            () ->
                run(
                    6,
                    number -> {
                      throw new IOException("a shard is gone");
                    },
                    (number, result) -> {}))
        .isInstanceOf(WorkerFailedException.class)
        .hasMessageContaining("a shard is gone");
  }

  @Test
  void theUsersMistakeComesAsItWas() {
    assertThatThrownBy(
            () ->
                run(
                    6,
                    number -> {
                      throw new InvalidInputException("Too many classes: %d", 11);
                    },
                    (number, result) -> {}))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Too many classes: 11");
  }

  @Test
  void aResultThatCantBeTakenEndsTheWork() {
    STARTED.set(0);
    assertThatThrownBy(
            () ->
                run(
                    200,
                    number -> {
                      STARTED.incrementAndGet();
                      Thread.sleep(20);
                      return result(number);
                    },
                    (number, result) -> {
                      throw new IOException("The disk is full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("The disk is full");
    assertThat(STARTED.get()).isLessThan(200);
  }

  @Test
  void whatIsToldToStopStops() {
    STARTED.set(0);
    assertThatThrownBy(
            () ->
                new SeparateTasks<PathResult>(
                        spark,
                        number -> {
                          STARTED.incrementAndGet();
                          Thread.sleep(2000);
                          return result(number);
                        },
                        () -> true)
                    .run("a test", 100, (number, result) -> {}))
        .isInstanceOf(RunStoppedException.class);
    assertThat(STARTED.get()).isLessThan(10);
  }
}
