package io.spnas.spark.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.spnas.report.Progress;
import io.spnas.report.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
  private final RunMetrics metrics = new RunMetrics();

  private LiveRun add(String name, String kind) {
    LiveRun run = new LiveRun(new LiveRun.Title(name, kind, "runs/a", 8, 40, 100));
    metrics.add(run);
    return run;
  }

  private double value(String name) {
    return ((Number) metrics.metricRegistry().getGauges().get(name).getValue()).doubleValue();
  }

  @Test
  void gaugesFollowTheRun() {
    LiveRun run = add("", "search");
    assertThat(value("step")).isEqualTo(40);
    assertThat(value("steps")).isEqualTo(100);
    assertThat(value("running")).isZero();
    assertThat(value("cross_entropy")).isNaN();
    run.running();
    assertThat(value("running")).isEqualTo(1);
    run.onProgress(new Progress(Records.of(50), Optional.empty(), 100));
    assertThat(value("step")).isEqualTo(50);
    assertThat(value("cross_entropy")).isEqualTo(2.125);
    assertThat(value("runtime_ms")).isEqualTo(85.5);
    run.restarting();
    assertThat(value("restarts")).isEqualTo(1);
    assertThat(value("running")).isZero();
    run.close();
    assertThat(value("step")).isEqualTo(50);
  }

  @Test
  void runsAreToldApartByTheirNames() {
    add("lambda-0", "search").onProgress(new Progress(Records.of(50), Optional.empty(), 100));
    add("lambda-1", "search").onProgress(new Progress(Records.of(60), Optional.empty(), 100));
    assertThat(value("lambda-0.step")).isEqualTo(50);
    assertThat(value("lambda-1.step")).isEqualTo(60);
  }

  @Test
  void laterRunOfTheSameNameTakesTheGauges() {
    add("", "search").onProgress(new Progress(Records.of(50), Optional.empty(), 100));
    add("", "search").onProgress(new Progress(Records.of(60), Optional.empty(), 100));
    assertThat(value("step")).isEqualTo(60);
  }

  @Test
  void gaugesThatAreAddedLaterReachSparksRegistry() {
    MetricRegistry registry = new MetricRegistry();
    registry.register("spnas.driver.spnas", metrics.metricRegistry());
    add("", "search");
    assertThat(registry.getGauges()).containsKey("spnas.driver.spnas.runtime_ms");
  }

  @Test
  void documentListsTheGauges() throws IOException {
    add("", "search");
    Set<String> gauges = new TreeSet<>(metrics.metricRegistry().getNames());
    add("", "train");
    gauges.addAll(metrics.metricRegistry().getNames());
    String page =
        Files.readString(Path.of(System.getProperty("spnas.home"), "docs", "monitoring.md"));
    String table = page.substring(page.indexOf("| gauge | unit |"), page.indexOf("NaN stands"));
    Matcher rows = Pattern.compile("(?m)^\\| `(\\w+)` \\|").matcher(table);
    Set<String> documented = new TreeSet<>();
    while (rows.find()) {
      documented.add(rows.group(1));
    }
    assertThat(documented).isEqualTo(gauges);
  }
}
