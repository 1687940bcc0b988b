package io.spnas.cli;

import static io.spnas.cli.SubmitArguments.MEMORY;
import static io.spnas.cli.SubmitArguments.SEARCH;
import static io.spnas.cli.SubmitArguments.jar;
import static io.spnas.cli.SubmitArguments.javaOptions;
import static io.spnas.cli.SubmitArguments.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.spnas.cli.LocalScript.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What yarn.sh asks of Spark, and what the user may set instead. */
class YarnScriptIT {
  @TempDir private Path temporary;

  @Test
  void yarnIsAskedForOneExecutorAWorkerAndNothingMore() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        spark
            .script("yarn.sh")
            .run(join("--queue=research", MEMORY, new String[] {"--executor-cores", "6"}, SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(ended.out()).isEmpty();
    List<String> expected = new ArrayList<>(List.of("--class", "io.spnas.cli.Main"));
    expected.addAll(List.of("--name", "spnas search", "--master", "yarn"));
    for (String setting :
        List.of(
            "spark.yarn.maxAppAttempts=1",
            "spark.executor.instances=3",
            "spark.executor.cores=6",
            "spark.task.cpus=6",
            "spark.speculation=false",
            "spark.dynamicAllocation.enabled=false",
            "spark.executorEnv.KMP_BLOCKTIME=0")) {
      expected.addAll(List.of("--conf", setting));
    }
    expected.addAll(List.of("--queue", "research", "--executor-memory", "3g"));
    expected.addAll(List.of("--conf", "spark.executor.memoryOverhead=1g", "--executor-cores", "6"));
    for (String jvm : List.of("driver", "executor")) {
      expected.addAll(List.of("--conf", "spark." + jvm + ".defaultJavaOptions=" + javaOptions()));
    }
    expected.add(jar());
    expected.addAll(List.of(SEARCH));
    assertThat(spark.arguments()).isEqualTo(expected);
  }

  @Test
  void whatTheUserSetsComesLaterThanWhatTheScriptSets() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    spark
        .script("yarn.sh")
        .run(
            join(
                MEMORY,
                new String[] {
                  "-c",
                  "spark.executor.instances=9",
                  "--conf",
                  "spark.yarn.maxAppAttempts=2",
                  "--conf",
                  "spark.task.cpus=1",
                  "--principal",
                  "me@EXAMPLE.COM",
                  "--keytab",
                  "/etc/me.keytab",
                  "--deploy-mode",
                  "cluster",
                  "--files",
                  "a b,c"
                },
                SEARCH));
    assertThat(spark.settings())
        .contains(
            entry("spark.executor.instances", "9"),
            entry("spark.yarn.maxAppAttempts", "2"),
            entry("spark.task.cpus", "1"));
    assertThat(spark.arguments())
        .containsSequence("--principal", "me@EXAMPLE.COM")
        .containsSequence("--keytab", "/etc/me.keytab")
        .containsSequence("--deploy-mode", "cluster")
        .containsSequence("--files", "a b,c");
  }

  @Test
  void sparkDefaultsDecideCoresAndKeepTheirJavaOptions() throws Exception {
    RecordingSpark spark =
        RecordingSpark.in(
            temporary,
            "# spark.executor.cores 2",
            "spark.executor.cores   12",
            "spark.driver.defaultJavaOptions = -Dsite=a -Dzone=b",
            "spark.executor.extraJavaOptions -Xlog:gc");
    spark
        .script("yarn.sh")
        .run(
            join(
                MEMORY,
                new String[] {"--conf", "spark.executor.defaultJavaOptions=-Dmine=1"},
                SEARCH));
    assertThat(spark.settings())
        .contains(
            entry("spark.executor.cores", "12"),
            entry("spark.task.cpus", "12"),
            entry("spark.driver.defaultJavaOptions", javaOptions() + " -Dsite=a -Dzone=b"),
            entry("spark.executor.defaultJavaOptions", javaOptions() + " -Dmine=1"))
        .doesNotContainKeys("spark.executor.extraJavaOptions", "spark.driver.extraJavaOptions");
  }

  @Test
  void memoryIsWhatTheCommandIsSaidToNeed() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    String config = SmallConfig.write(temporary).toString();
    String[] search = {
      "search", "--config", config, "--data=none", "--run-dir=none", "--workers", "2"
    };
    Ended resources =
        new LocalScript(temporary, Map.of())
            .run(join(new String[] {"resources", "--cores=3", "--json"}, search));
    Ended ended = spark.script("yarn.sh").run(join("--executor-cores=3", search));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    Map<String, String> settings = spark.settings();
    assertThat(resources.out())
        .contains(
            "\"executor_memory_mb\":" + mebibytes(settings, "spark.executor.memory"),
            "\"executor_overhead_mb\":" + mebibytes(settings, "spark.executor.memoryOverhead"),
            "\"driver_memory_mb\":" + mebibytes(settings, "spark.driver.memory"),
            "\"driver_overhead_mb\":" + mebibytes(settings, "spark.driver.memoryOverhead"));
  }

  private static String mebibytes(Map<String, String> settings, String key) {
    assertThat(settings.get(key)).as(key).matches("[1-9][0-9]{2,4}m");
    return settings.get(key).replace("m", "") + ",";
  }

  @Test
  void anEventLogIsKeptWhereTheUserSaysWhere() throws Exception {
    String[] line = join(MEMORY, SEARCH);
    RecordingSpark spark = RecordingSpark.in(temporary);
    SubmitScript yarn = spark.script("yarn.sh");
    yarn.run(line);
    assertThat(spark.settings()).doesNotContainKey("spark.eventLog.enabled");
    yarn.run(join("--event-log=hdfs:///logs", line));
    assertThat(spark.settings())
        .contains(
            entry("spark.eventLog.enabled", "true"), entry("spark.eventLog.dir", "hdfs:///logs"));
    assertThat(spark.arguments()).doesNotContain("--event-log");
    RecordingSpark.in(temporary, "spark.eventLog.dir hdfs:///site");
    yarn.run(line);
    assertThat(spark.settings())
        .contains(entry("spark.eventLog.enabled", "true"))
        .doesNotContainKey("spark.eventLog.dir");
  }

  @Test
  void commandsWithoutTasksRunOnThisMachine() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        spark
            .script("yarn.sh")
            .run("--deploy-mode", "cluster", "--queue", "q", "derive", "--run-dir", "hdfs:///r");
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments())
        .containsSubsequence(
            "--deploy-mode", "cluster", "--master", "local[*]", "--deploy-mode", "client")
        .endsWith(jar(), "derive", "--run-dir", "hdfs:///r");
    assertThat(spark.settings()).doesNotContainKey("spark.executor.instances");
  }
}
