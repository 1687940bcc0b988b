package io.spnas.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.spark.stage.SideBySide.Ended;
import io.spnas.spark.stage.SideBySide.Part;
import io.spnas.spark.stage.SideBySide.Room;
import io.spnas.spark.stage.SideBySide.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that are no more than a few lines: what is told of their order needs no Spark. */
@Timeout(60)
class SideBySideTest {
  private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

  private List<Ended<String>> run(int parallel, List<Part<String>> parts) {
    Room room = new Room(parallel, 1, Duration.ZERO);
    return new SideBySide<String>("walk", room, new Configuration())
        .run(null, parts, end -> events.add("told of " + end.part().name()));
  }

  private Part<String> part(String name, Set<String> needs, Work<String> work) {
    return new Part<>(
        name,
        "nowhere/" + name,
        needs,
        Set.of(),
        spark -> {
          events.add("begin " + name);
          String outcome = work.run(spark);
          events.add("end " + name);
          return outcome;
        });
  }

  private Part<String> part(String name, String... needs) {
    return part(name, Set.of(needs), spark -> "what " + name + " gives");
  }

  private static Map<String, Ended<String>> byName(List<Ended<String>> ends) {
    return ends.stream().collect(Collectors.toMap(end -> end.part().name(), Function.identity()));
  }

  @Test
  void oneAtATimeIsTheOrderOfTheList() {
    List<Ended<String>> ends = run(1, List.of(part("a"), part("b", "a"), part("c")));
    assertThat(events)
        .containsExactly(
            "begin a",
            "end a",
            "told of a",
            "begin b",
            "end b",
            "told of b",
            "begin c",
            "end c",
            "told of c");
    assertThat(ends)
        .extracting(Ended::outcome)
        .containsExactly("what a gives", "what b gives", "what c gives");
    assertThat(ends).noneMatch(Ended::isFailed);
  }

  @Test
  void asManyRunAtTheSameTimeAsAreAllowed() {
    CyclicBarrier met = new CyclicBarrier(2);
    AtomicInteger running = new AtomicInteger();
    ConcurrentLinkedQueue<Integer> counts = new ConcurrentLinkedQueue<>();
    Work<String> meet =
        spark -> {
          counts.add(running.incrementAndGet());
          await(met);
          running.decrementAndGet();
          return "met";
        };
    List<Ended<String>> ends =
        run(
            2,
            List.of(
                part("a", Set.of(), meet),
                part("b", Set.of(), meet),
                part("c", Set.of(), meet),
                part("d", Set.of(), meet)));
    assertThat(ends).extracting(Ended::outcome).containsOnly("met").hasSize(4);
    assertThat(counts).allMatch(count -> count <= 2);
  }

  private static void await(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException("Nobody came", e);
    }
  }

  @Test
  void whatCanBeginOvertakesWhatWaits() {
    CountDownLatch last = new CountDownLatch(1);
    Part<String> first =
        part(
            "first",
            Set.of(),
            spark -> {
              await(last);
              return "late";
            });
    Part<String> free =
        part(
            "free",
            Set.of(),
            spark -> {
              last.countDown();
              return "early";
            });
    List<Ended<String>> ends = run(2, List.of(first, part("waits", "first"), free));
    assertThat(ends).hasSize(3).noneMatch(Ended::isFailed);
    assertThat(List.copyOf(events))
        .satisfies(
            list ->
                assertThat(list.indexOf("begin waits")).isGreaterThan(list.indexOf("end first")));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new IOException("Nobody came");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aFailureEndsWhatBuildsOnItAndNothingElse() {
    Part<String> fails =
        part(
            "fails",
            Set.of(),
            spark -> {
              throw new IOException("out of luck\nand more");
            });
    Map<String, Ended<String>> ends =
        byName(
            run(
                2,
                List.of(
                    fails, part("child", "fails"), part("grandchild", "child"), part("other"))));
    assertThat(ends.get("fails").reason()).isEqualTo("out of luck");
    assertThat(ends.get("child").reason()).isEqualTo("It needs fails, which failed: out of luck");
    assertThat(ends.get("grandchild").isFailed()).isTrue();
    assertThat(ends.get("other").outcome()).isEqualTo("what other gives");
    assertThat(events)
        .doesNotContain("begin child", "begin grandchild")
        .contains("told of child", "told of grandchild");
  }

  @Test
  void whatOnlyComesAfterAFailureRunsAllTheSame() {
    Part<String> fails =
        part(
            "fails",
            Set.of(),
            spark -> {
              throw new IOException("out of luck");
            });
    Part<String> follower =
        new Part<>("follower", "nowhere", Set.of(), Set.of("fails"), spark -> "all the same");
    Map<String, Ended<String>> ends = byName(run(2, List.of(fails, follower)));
    assertThat(ends.get("follower").outcome()).isEqualTo("all the same");
  }

  @Test
  void anErrorWithoutAMessageIsToldByItsName() {
    Part<String> fails =
        part(
            "fails",
            Set.of(),
            spark -> {
              throw new StackOverflowError();
            });
    assertThat(run(1, List.of(fails)).get(0).reason()).isEqualTo("StackOverflowError");
  }

  @Test
  void whatComesBeforeWhatItBuildsOnIsRefused() {
    assertThatThrownBy(() -> run(1, List.of(part("b", "a"), part("a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b is there twice, or before what it builds on");
  }
}
