package io.spnas.cli;

import static io.spnas.cli.SubmitArguments.MEMORY;
import static io.spnas.cli.SubmitArguments.SEARCH;
import static io.spnas.cli.SubmitArguments.jar;
import static io.spnas.cli.SubmitArguments.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars of the user's, which go with the job: SPNAS_JARS. */
class ScriptJarsIT {
  @TempDir private Path temporary;

  @Test
  void furtherJarsGoWithTheJob() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    spark.script("yarn.sh").with("SPNAS_JARS", "hdfs:///a.jar,b.jar").run(join(MEMORY, SEARCH));
    assertThat(spark.arguments())
        .containsSubsequence("--jars", "hdfs:///a.jar,b.jar", jar(), "search");
    spark.script("yarn.sh").with("SPNAS_JARS", "b.jar").run("derive", "--run-dir", "r");
    assertThat(spark.arguments()).containsSubsequence("--jars", "b.jar", jar(), "derive");
    spark
        .script("k8s.sh")
        .with("SPNAS_JARS", "local:///opt/b.jar")
        .run(join("--master=k8s://http://api", MEMORY, SEARCH));
    assertThat(spark.arguments()).containsSubsequence("--jars", "local:///opt/b.jar", "search");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jars=mine.jar", "--conf=spark.jars=mine.jar"})
  void jarsThatTheUserNamesAreInPlaceOfThoseOfTheEnvironment(String option) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    spark.script("yarn.sh").with("SPNAS_JARS", "other.jar").run(join(option, MEMORY, SEARCH));
    assertThat(spark.arguments())
        .doesNotContain("other.jar")
        .containsSequence(option.split("=", 2))
        .contains("search");
  }
}
