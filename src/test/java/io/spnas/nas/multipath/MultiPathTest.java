package io.spnas.nas.multipath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spnas.config.InvalidInputException;
import io.spnas.nas.SearchStrategy;
import io.spnas.nas.Strategies;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiPathTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"darts", "fbnet", "proxyless"})
  void hasItsNameAndReadsHeldBackImagesInTurnsOfTheArchitectureWeights(String name) {
    SearchStrategy strategy =
        Strategies.of(
            SmallProblem.of(directory, "strategy.name = " + name, "multi-path.every = 3"));
    assertThat(strategy).isInstanceOf(MultiPath.class);
    assertThat(strategy.isTrained()).isTrue();
    assertThat(strategy.holdsBack()).isTrue();
    assertThat(LongStream.range(0, 20).filter(strategy::readsHeldBack).toArray())
        .containsExactly(12, 15, 18);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          search.objective = { latency = 1, parameters = 1 } | search.objective = latency
          search.runtime-model = reference                   | expected exact
          search.steps = 11                                  | expected at least 12 steps
          """)
  void whatItCannotDoIsRefused(String setting, String expected) {
    assertThatThrownBy(
            () -> Strategies.of(SmallProblem.of(directory, "strategy.name = darts", setting)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("strategy.name = darts")
        .hasMessageContaining(expected);
  }

  @Test
  void theShortestSearchHasATurnOfTheArchitectureWeights() {
    assertThat(
            Strategies.of(SmallProblem.of(directory, "strategy.name = fbnet", "search.steps = 12"))
                .readsHeldBack(11))
        .isTrue();
  }
}
