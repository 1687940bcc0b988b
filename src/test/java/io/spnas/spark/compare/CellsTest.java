package io.spnas.spark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.config.Settings;
import io.spnas.profile.RuntimeKind;
import io.spnas.spark.run.RunRequest;
import io.spnas.spark.stage.SideBySide.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Which runs a comparison has, in which order, and what each builds on. */
class CellsTest {
  private static final List<String> METHODS =
      List.of(
          "one-shot-evolution",
          "single-path",
          "one-shot-random",
          "mobilenet-v2",
          "a.users.Own$One");

  private static CompareRequest request(List<String> methods, Long... seeds) {
    return new CompareRequest(
        Settings.parse("search.target-latency-ms = 80"),
        methods,
        List.of(seeds),
        "data",
        "/runs/compare",
        1,
        1,
        RunRequest.Start.NEW,
        RuntimeKind.ONNX);
  }

  private static Map<String, Part<?>> parts(List<Cell> open) {
    return new CellRuns(open, null, new Configuration())
        .parts().stream().collect(Collectors.toMap(Part::name, Function.identity()));
  }

  @Test
  void eachMethodHasTheFirstSeedBeforeAnyHasTheSecond() {
    assertThat(Cells.of(request(List.of("single-path", "random"), 7L, -1L)).all())
        .extracting(Cell::name)
        .containsExactly(
            "single-path/seed-7", "random/seed-7", "single-path/seed--1", "random/seed--1");
  }

  @Test
  void oneShotStrategiesOfASeedTakeTheSupernetOfTheFirst() {
    Cells cells = Cells.of(request(METHODS, 0L, 1L));
    for (long seed : List.of(0, 1)) {
      Cell first = cells.of("one-shot-evolution", seed);
      assertThat(cells.of("one-shot-random", seed).lender()).contains(first);
      assertThat(first.lender()).isEmpty();
      assertThat(cells.of("single-path", seed).lender()).isEmpty();
      assertThat(cells.of("mobilenet-v2", seed).lender()).isEmpty();
    }
  }

  @Test
  void aTrainingNeedsItsSearchAndASearchComesAfterThatOfItsSupernet() {
    Map<String, Part<?>> parts = parts(Cells.of(request(METHODS, 0L)).all());
    assertThat(parts)
        .hasSize(9)
        .doesNotContainKey("mobilenet-v2/seed-0/search")
        .containsKey("a.users.Own$One/seed-0/search");
    assertThat(parts.get("single-path/seed-0/train").needs())
        .containsExactly("single-path/seed-0/search");
    assertThat(parts.get("mobilenet-v2/seed-0/train").needs()).isEmpty();
    assertThat(parts.get("single-path/seed-0/search").after()).isEmpty();
    assertThat(parts.get("one-shot-random/seed-0/search").after())
        .containsExactly("one-shot-evolution/seed-0/search");
    assertThat(parts.get("one-shot-random/seed-0/search").needs()).isEmpty();
    assertThat(parts.get("one-shot-random/seed-0/search").directory())
        .isEqualTo("/runs/compare/one-shot-random/seed-0/search");
  }

  @Test
  void aSupernetThatIsThereNeedsNoWaiting() {
    Cells cells = Cells.of(request(METHODS, 0L));
    Cell waiting = cells.of("one-shot-random", 0);
    assertThat(parts(List.of(waiting)).get(waiting.searchName()).after()).isEqualTo(Set.of());
  }

  @Test
  void aCellHasItsOwnStrategyAndSeeds() {
    Settings settings = Cells.of(request(METHODS, 3L)).of("a.users.Own$One", 3).settings();
    assertThat(settings.strategy().name()).isEqualTo("a.users.Own$One");
    assertThat(settings.search().seed()).isEqualTo(3);
    assertThat(settings.train().seed()).isEqualTo(3);
    assertThat(settings.search().targetLatencyMs()).hasValue(80);
  }
}
