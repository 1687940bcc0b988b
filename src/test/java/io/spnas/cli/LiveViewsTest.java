package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's pages and metrics tell of a search while it runs, over HTTP. */
class LiveViewsTest {
  private static final String ENDLESS = "--set=search.steps=1000000";
  private static final Pattern GAUGE =
      Pattern.compile("(?m)^metrics_spnas_driver_spnas_(\\w+)_Value\\{type=\"gauges\"} (.*)$");

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static SmallShards shards;

  @BeforeAll
  static void prepareShards() throws IOException {
    System.setProperty("spark.master", "local[4]");
    shards = SmallShards.write(shared);
    shards.add("validation", 60);
  }

  @AfterAll
  static void clearMaster() {
    System.clearProperty("spark.master");
  }

  private static Map<String, String> shippedMetrics() {
    return Map.of(
        "spark.metrics.conf",
        Path.of(System.getProperty("spnas.home"), "conf", "metrics.properties").toString(),
        "spark.metrics.namespace",
        "spnas");
  }

  /** The source's gauges, by name. */
  private static Map<String, Double> gauges(LiveSearch search) {
    Map<String, Double> gauges = new HashMap<>();
    Matcher lines = GAUGE.matcher(search.page("/metrics/prometheus/"));
    while (lines.find()) {
      gauges.put(lines.group(1), Double.valueOf(lines.group(2)));
    }
    return gauges;
  }

  @Test
  void jobTabAndMetricsTellOfARunningSearch() throws Exception {
    Path run = temporary.resolve("run");
    try (LiveSearch search =
        LiveSearch.start(
            shards,
            shippedMetrics(),
            "search",
            "--run-dir=" + run,
            "--workers=2",
            "--set=metrics.every-steps=50",
            "--set=search.warmup-steps=0",
            ENDLESS)) {
      search.awaitStep(run, 50);
      search.await("a first gauge", s -> gauges(s).get("cross_entropy") > 0);

      JsonNode job = search.json("/api/v1/applications").get(0);
      JsonNode jobs = search.json("/api/v1/applications/" + job.path("id").asText() + "/jobs");
      assertThat(jobs.findValuesAsText("description"))
          .containsExactly("search " + run + " with 2 workers, from step 0 to 1000000");
      assertThat(jobs.findValuesAsText("status")).containsExactly("RUNNING");

      assertThat(search.page("/jobs/")).contains("href=\"/spnas/\"");
      assertTabShowsARecord(search.page("/spnas/"), run);
      assertGaugesAreThoseOfARecord(search, run);

      Ended ended = search.stop(run);
      assertThat(ended.status()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err()).contains("Stopped after step");
    }
  }

  private static void assertTabShowsARecord(String page, Path run) {
    Matcher bar = Pattern.compile("(\\d+) of 1000000").matcher(page);
    assertThat(bar.find()).as(page).isTrue();
    JsonNode record = record(run, Long.parseLong(bar.group(1)));
    assertThat(page)
        .contains("search " + run, "<td>running</td>", "location.reload")
        .contains(String.format("<td>%.3f</td>", record.path("cross_entropy").asDouble()))
        .contains(String.format("<td>%.4g</td>", record.path("runtime_ms").asDouble()))
        .contains(String.format("<td>%.0f</td>", record.path("images_per_second").asDouble()));
  }

  private static JsonNode record(Path run, long step) {
    return LiveSearch.records(run).stream()
        .filter(r -> LiveSearch.stepOf(r) == step)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No record of step " + step));
  }

  private static void assertGaugesAreThoseOfARecord(LiveSearch search, Path run)
      throws InterruptedException {
    // While gauges are read one by one, a newer record may come.
    search.await(
        "gauges of one record",
        s -> {
          Map<String, Double> gauges = gauges(s);
          JsonNode record = record(run, gauges.get("step").longValue());
          return RECORD_GAUGES.stream()
              .allMatch(name -> gauges.get(name) == record.path(name).asDouble());
        });
    assertThat(gauges(search))
        .containsKeys(RECORD_GAUGES.toArray(String[]::new))
        .containsEntry("steps", 1e6)
        .containsEntry("workers", 2.0)
        .containsEntry("restarts", 0.0)
        .containsEntry("running", 1.0);
  }

  private static final List<String> RECORD_GAUGES =
      List.of(
          "epoch",
          "cross_entropy",
          "weight_decay_loss",
          "top1_train",
          "learning_rate",
          "images_per_second",
          "step_ms",
          "compute_ms",
          "sync_ms",
          "input_ms",
          "runtime_ms",
          "runtime_loss",
          "lambda");

  @Test
  void searchesOfASweepAreToldApart() throws Exception {
    Path out = temporary.resolve("sweep");
    Path first = out.resolve("lambda-0");
    Path second = out.resolve("lambda-0.5");
    try (LiveSearch sweep =
        LiveSearch.start(
            shards,
            shippedMetrics(),
            "sweep",
            "--out=" + out,
            "--lambdas=0,0.5",
            "--parallel=2",
            "--random=0",
            "--set=search.warmup-steps=0",
            ENDLESS)) {
      sweep.awaitStep(first, 5);
      sweep.awaitStep(second, 5);
      sweep.await(
          "gauges of both",
          s ->
              gauges(s).getOrDefault("lambda_0_step", 0.0) > 0
                  && gauges(s).getOrDefault("lambda_0_5_step", 0.0) > 0);
      assertThat(gauges(sweep).get("lambda_0_lambda")).isZero();
      assertThat(gauges(sweep).get("lambda_0_5_lambda")).isCloseTo(0.5, within(0.0));
      assertThat(sweep.page("/spnas/"))
          .contains("[lambda-0] search " + first, "[lambda-0.5] search " + second);
      Ended ended = sweep.stop(first, second);
      assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    }
  }

  @Test
  void withoutPagesARunGoesOn() throws IOException {
    Ended search = shards.search(temporary.resolve("run"), "--set=search.steps=10");
    assertThat(search.status()).as(search.err()).isZero();
  }
}
