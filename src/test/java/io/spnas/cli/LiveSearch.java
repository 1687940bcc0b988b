package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.Command.Ended;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.spark.SparkContext$;

/**
 * A command that runs in this JVM until it is told to stop, with Spark's pages to look at. Sets
 * properties of Spark for as long as it is open.
 */
final class LiveSearch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> properties;
  private final CompletableFuture<Ended> command;
  private final HttpClient client = HttpClient.newHttpClient();

  private LiveSearch(Map<String, String> properties, CompletableFuture<Ended> command) {
    this.properties = properties;
    this.command = command;
  }

  /**
   * Starts a command.
   *
   * @param properties Spark's, such as {@code spark.metrics.namespace}
   */
  static LiveSearch start(
      SmallShards shards, Map<String, String> properties, String name, String... arguments) {
    properties.forEach(System::setProperty);
    System.setProperty("spark.ui.enabled", "true");
    System.setProperty("spark.ui.port", "0");
    return new LiveSearch(
        properties, CompletableFuture.supplyAsync(() -> shards.run(name, arguments)));
  }

  /** Waits until a condition holds. */
  void await(String what, Predicate<LiveSearch> condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(this)) {
      assertThat(command)
          .as("waiting for %s; the command has ended: %s", what, command.getNow(null))
          .isNotDone();
      assertThat(System.nanoTime()).as("waited long enough for " + what).isLessThan(deadline);
      Thread.sleep(50);
    }
  }

  /** Waits until a run has logged a step. */
  void awaitStep(Path run, long step) throws InterruptedException {
    await("step " + step, search -> records(run).stream().anyMatch(r -> stepOf(r) >= step));
  }

  static long stepOf(JsonNode record) {
    return record.path("step").asLong();
  }

  /** Whole records of a run's metrics.jsonl. */
  static List<JsonNode> records(Path run) {
    Path metrics = run.resolve("metrics.jsonl");
    try {
      String text = Files.exists(metrics) ? Files.readString(metrics) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1)
          .lines()
          .map(LiveSearch::parse)
          .filter(line -> line.has("step_ms"))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  /** Body of a page of the application. */
  String page(String path) {
    URI base = URI.create(SparkContext$.MODULE$.getActive().get().uiWebUrl().get());
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(base.resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(path, e);
    }
  }

  JsonNode json(String path) {
    return parse(page(path));
  }

  /** Asks runs to stop, and waits for the command's end. */
  Ended stop(Path... runs) throws Exception {
    for (Path run : runs) {
      if (Files.exists(run)) {
        Files.writeString(run.resolve("stop"), "");
      }
    }
    return command.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (!command.isDone()) {
      // A failed test must not leave a search behind.
      SparkContext$.MODULE$.getActive().get().cancelAllJobs();
    }
    properties.keySet().forEach(System::clearProperty);
    System.clearProperty("spark.ui.port");
    System.setProperty("spark.ui.enabled", "false");
  }
}
