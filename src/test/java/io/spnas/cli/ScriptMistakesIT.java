package io.spnas.cli;

import static io.spnas.cli.SubmitArguments.MEMORY;
import static io.spnas.cli.SubmitArguments.SEARCH;
import static io.spnas.cli.SubmitArguments.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that yarn.sh and k8s.sh tell before anything is submitted. */
class ScriptMistakesIT {
  @TempDir private Path temporary;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "search --data d --run-dir r --confg x | --confg",
        "search --config none.conf --data d --run-dir r | none.conf",
        "search --config small.conf --data d --run-dir r --set search.step=1 | search.step"
      })
  void aMistakeInTheCommandIsToldBeforeAnythingIsSubmitted(String command, String named)
      throws Exception {
    SmallConfig.write(temporary);
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended = spark.script("yarn.sh").run(command.split(" "));
    assertThat(ended.err().lines()).singleElement().asString().contains(named);
    assertThat(ended.status()).isEqualTo(Main.MISTAKE);
    assertThat(spark.wasAsked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected [OPTIONS] COMMAND",
        "--dry-run | expected [OPTIONS] COMMAND",
        "--dryrun search | Unknown option --dryrun, expected --dry-run",
        "--queue | Missing value of --queue",
        "--conf spark.task.cpus search | Invalid --conf spark.task.cpus, expected --conf KEY=VALUE",
        "--image i search | Unknown option --image"
      })
  void aMistakeOfTheScriptsOwnIsToldInOneLine(String arguments, String told) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        spark
            .script("yarn.sh")
            .run(Stream.of(arguments.split(" ")).filter(a -> !a.isEmpty()).toArray(String[]::new));
    assertThat(ended.err().lines()).singleElement().asString().contains(told);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.status()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void aMissingSparkOrClusterIsToldInOneLine() throws Exception {
    Ended spark =
        new SubmitScript("yarn.sh", temporary)
            .with("SPARK_HOME", "/no/spark")
            .run(join(MEMORY, SEARCH));
    assertThat(spark.err().lines()).singleElement().asString().contains("/no/spark", "SPARK_HOME");
    assertThat(spark.status()).isEqualTo(Main.MISTAKE);
    Ended cluster = new SubmitScript("yarn.sh", temporary).run(join(MEMORY, SEARCH));
    assertThat(cluster.err().lines()).singleElement().asString().contains("HADOOP_CONF_DIR");
    assertThat(cluster.status()).isEqualTo(Main.MISTAKE);
    Ended master = RecordingSpark.in(temporary).script("k8s.sh").run(join(MEMORY, SEARCH));
    assertThat(master.err().lines()).singleElement().asString().contains("--master", "k8s://");
    assertThat(master.status()).isEqualTo(Main.MISTAKE);
  }
}
