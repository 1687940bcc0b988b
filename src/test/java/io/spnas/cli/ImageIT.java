package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spnas.cli.RootFileSystem.Said;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@code submit/kubernetes/Dockerfile}, and what runs in the image that they make. */
@Tag("slow")
class ImageIT {
  /** Of which the Java runtime and Spark's jars are 500. */
  private static final long LARGEST_MB = 800;

  @TempDir private static Path shared;

  private static RootFileSystem image;

  @BeforeAll
  static void build() throws Exception {
    Path context = KubernetesServers.layOutImage(shared.resolve("context"));
    image = RootFileSystem.build(context, shared.resolve("root"));
  }

  @AfterAll
  static void remove() throws Exception {
    if (image != null) {
      image.close();
    }
  }

  @Test
  void tellsItsVersion() throws Exception {
    Said ended = image.run(Map.of(), "--version");
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output().lines()).last().asString().contains("0.1.0");
  }

  @Test
  void isSmallEnough() throws Exception {
    long megabytes = image.bytes() / 1_000_000;
    System.out.println("image: " + megabytes + " MB unpacked");
    assertThat(megabytes).isBetween(400L, LARGEST_MB);
  }

  @Test
  void computesWithItsNatives() throws Exception {
    Said ended =
        image.run(
            Map.of(),
            "bench",
            "step",
            "--size=32",
            "--batch=4",
            "--threads=1",
            "--steps=2",
            "--json");
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output()).doesNotContain("scalar");
    String last = ended.output().lines().reduce((first, second) -> second).orElseThrow();
    JsonNode result = new ObjectMapper().readTree(last);
    assertThat(result.get("images_per_second").asDouble()).isPositive();
  }

  @Test
  void aDriverRunsWhatItIsGiven() throws Exception {
    Said ended =
        image.run(
            Map.of("SPARK_DRIVER_BIND_ADDRESS", "127.0.0.1"),
            "driver",
            "--master=local[1]",
            "--class=io.spnas.cli.Main",
            "local:///opt/spnas/spnas.jar",
            "search");
    assertThat(ended.status()).as(ended.output()).isEqualTo(2);
    assertThat(ended.output()).contains("Missing required options");
  }

  @Test
  void anExecutorLooksForItsDriver() throws Exception {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("SPARK_JAVA_OPT_0", "-Dspark.rpc.numRetries=1");
    variables.put("SPARK_JAVA_OPT_1", "-Dspark.rpc.askTimeout=2s");
    variables.put("SPARK_EXECUTOR_MEMORY", "600m");
    // A port on which nobody listens.
    variables.put("SPARK_DRIVER_URL", "spark://CoarseGrainedScheduler@127.0.0.1:1");
    variables.put("SPARK_EXECUTOR_ID", "1");
    variables.put("SPARK_EXECUTOR_CORES", "1");
    variables.put("SPARK_APPLICATION_ID", "spark-1");
    variables.put("SPARK_EXECUTOR_POD_IP", "127.0.0.1");
    variables.put("SPARK_RESOURCE_PROFILE_ID", "0");
    variables.put("SPARK_EXECUTOR_POD_NAME", "one");
    Said ended = image.run(variables, "executor");
    assertThat(ended.status()).as(ended.output()).isNotZero();
    assertThat(ended.output()).contains("Failed to connect to", "127.0.0.1:1");
  }
}
