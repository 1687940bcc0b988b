package io.spnas.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that meet. A team that waits for ever takes no interrupt, hence the thread of its own.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TeamTest {
  private static final int MEETINGS = 5000;

  /** Long enough for those who wait to fall asleep. */
  private static final int LATE_MILLISECONDS = 50;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyThreadRunsOnceWithItsNumber(int size) {
    AtomicIntegerArray runs = new AtomicIntegerArray(size);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    try (Team team = new Team(size)) {
      assertThat(team.size()).isEqualTo(size);
      Thread caller = Thread.currentThread();
      team.run(
          number -> {
            runs.incrementAndGet(number);
            threads.add(Thread.currentThread());
            assertThat(Thread.currentThread() == caller).isEqualTo(number == 0);
          });
    }
    for (int t = 0; t < size; t++) {
      assertThat(runs.get(t)).as("runs of thread %s", t).isEqualTo(1);
    }
    assertThat(threads).hasSize(size);
  }

  @Test
  void aNumberIsTheSameThreadInEveryRun() {
    AtomicReferenceArray<Thread> first = new AtomicReferenceArray<>(4);
    try (Team team = new Team(4)) {
      for (int run = 0; run < 1000; run++) {
        team.run(
            number -> {
              first.compareAndSet(number, null, Thread.currentThread());
              assertThat(first.get(number)).isSameAs(Thread.currentThread());
            });
      }
    }
  }

  /** Meets again and again; plain fields must do, as a meeting shows what was written before. */
  private static final class Meetings implements IntConsumer {
    private final Team team;
    private final int count;
    private final int[] arrivals;
    private int actions;

    Meetings(Team team, int count) {
      this.team = team;
      this.count = count;
      this.arrivals = new int[team.size()];
    }

    @Override
    public void accept(int thread) {
      for (int i = 1; i <= count; i++) {
        int meeting = i;
        arrivals[thread] = meeting;
        team.meet(
            () -> {
              if (!Arrays.stream(arrivals).allMatch(last -> last == meeting)) {
                throw new AssertionError("not all are there: " + Arrays.toString(arrivals));
              }
              actions++;
            });
        // Nobody arrives at the next meeting before this thread has looked.
        if (actions != meeting) {
          throw new AssertionError(actions + " actions after meeting " + meeting);
        }
      }
    }

    void assertAllMet() {
      assertThat(actions).isEqualTo(count);
      assertThat(arrivals).containsOnly(count);
    }
  }

  private static void assertMeets(Team team, int count) {
    Meetings meetings = new Meetings(team, count);
    team.run(meetings);
    meetings.assertAllMet();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theActionRunsOnceBetweenArrivingAndGoingOn(int size) {
    try (Team team = new Team(size)) {
      assertMeets(team, MEETINGS);
      assertMeets(team, MEETINGS);
    }
  }

  @Test
  void moreThreadsThanCoresMeetToo() {
    try (Team team = new Team(4 * Runtime.getRuntime().availableProcessors() + 1)) {
      assertMeets(team, 200);
    }
  }

  @ParameterizedTest(name = "thread {0}")
  @ValueSource(ints = {0, 2})
  void sleepersWakeWhenTheLastArrives(int last) {
    try (Team team = new Team(3)) {
      Meetings meetings = new Meetings(team, 3);
      team.run(
          thread -> {
            if (thread == last) {
              pause();
            }
            meetings.accept(thread);
          });
      meetings.assertAllMet();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LATE_MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** At once, those who wait look again and again; late, they sleep. */
  @ParameterizedTest(name = "thread {0}, late: {1}")
  @CsvSource({"0, false", "1, false", "3, false", "0, true", "1, true", "3, true"})
  void whatOneThreadThrowsEndsTheWaitOfTheOthers(int thrower, boolean late) {
    IllegalStateException thrown = new IllegalStateException("one of four");
    try (Team team = new Team(4)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      thread -> {
                        if (thread == thrower) {
                          if (late) {
                            pause();
                          }
                          throw thrown;
                        }
                        team.meet(() -> {});
                      }))
          .isSameAs(thrown);
      assertMeets(team, 100);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void whatTheActionThrowsIsThrownToo(int size) {
    AssertionError thrown = new AssertionError("in the action");
    try (Team team = new Team(size)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      thread ->
                          team.meet(
                              () -> {
                                throw thrown;
                              })))
          .isSameAs(thrown);
      assertMeets(team, 100);
    }
  }

  @Test
  void anInterruptIsKeptForTheCaller() {
    try (Team team = new Team(2)) {
      Meetings meetings = new Meetings(team, 3);
      Thread.currentThread().interrupt();
      team.run(
          thread -> {
            if (thread == 1) {
              pause();
            }
            meetings.accept(thread);
          });
      assertThat(Thread.interrupted()).isTrue();
      meetings.assertAllMet();
    }
  }
}
