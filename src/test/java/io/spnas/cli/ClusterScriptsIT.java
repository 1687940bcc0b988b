package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.spnas.cli.LocalScript.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What yarn.sh and k8s.sh make of their arguments, told by a spark-submit that writes it down. */
class ClusterScriptsIT {
  private static final String[] MEMORY = {
    "--executor-memory=3g", "--conf=spark.executor.memoryOverhead=1g"
  };
  private static final String[] SEARCH = {
    "search", "--config", "my settings.conf", "--data=hdfs:///d", "--run-dir", "it's", "--workers=3"
  };

  @TempDir private Path temporary;

  private SubmitScript script(String name, RecordingSpark spark) {
    return new SubmitScript(name, temporary).with("SPARK_HOME", spark.home());
  }

  private static String[] join(String[]... parts) {
    return Stream.of(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static String[] join(String first, String[]... parts) {
    return join(new String[] {first}, join(parts));
  }

  /** Settings as Spark takes them: the last of a key wins. */
  private static Map<String, String> settings(List<String> arguments) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i + 1 < arguments.size(); i++) {
      if (arguments.get(i).equals("--conf")) {
        String[] setting = arguments.get(i + 1).split("=", 2);
        settings.put(setting[0], setting[1]);
      }
    }
    return settings;
  }

  private static String javaOptions() throws Exception {
    Process bash =
        new ProcessBuilder(
                "bash", "-c", "source submit/common.sh; printf '%s' \"$SPNAS_JAVA_OPTIONS\"")
            .directory(ServerProcess.HOME.toFile())
            .start();
    return new String(bash.getInputStream().readAllBytes());
  }

  private static String jar() {
    return Path.of(System.getProperty("spnas.jar")).toAbsolutePath().normalize().toString();
  }

  @Test
  void yarnIsAskedForOneExecutorAWorkerAndNothingMore() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        script("yarn.sh", spark)
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
  void theLineOfADryRunCanBePastedIntoAShell() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    String[] line = join(MEMORY, new String[] {"--name", "a \"b\" $HOME `c` 'd'"}, SEARCH);
    SubmitScript yarn = script("yarn.sh", spark);
    Ended dry = yarn.run(join("--dry-run", line));
    assertThat(dry.status()).as(dry.err()).isZero();
    assertThat(dry.err()).isEmpty();
    assertThat(dry.out().lines()).hasSize(1);
    assertThat(spark.wasAsked()).isFalse();

    Ended run = yarn.run(line);
    assertThat(run.err()).isEqualTo(dry.out());
    List<String> asked = spark.arguments();
    assertThat(asked)
        .contains("a \"b\" $HOME `c` 'd'", "my settings.conf", "it's")
        .doesNotContain("spnas search");

    Process pasted = new ProcessBuilder("bash", "-c", dry.out()).start();
    assertThat(pasted.waitFor()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments()).isEqualTo(asked);
  }

  @Test
  void whatTheUserSetsComesLaterThanWhatTheScriptSets() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    script("yarn.sh", spark)
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
    assertThat(settings(spark.arguments()))
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
    script("yarn.sh", spark)
        .run(
            join(
                MEMORY,
                new String[] {"--conf", "spark.executor.defaultJavaOptions=-Dmine=1"},
                SEARCH));
    assertThat(settings(spark.arguments()))
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
    Ended ended = script("yarn.sh", spark).run(join("--executor-cores=3", search));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    Map<String, String> settings = settings(spark.arguments());
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
    Ended ended = script("yarn.sh", spark).run(command.split(" "));
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
        script("yarn.sh", spark)
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
    Ended master = script("k8s.sh", RecordingSpark.in(temporary)).run(join(MEMORY, SEARCH));
    assertThat(master.err().lines()).singleElement().asString().contains("--master", "k8s://");
    assertThat(master.status()).isEqualTo(Main.MISTAKE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.fs.s3a.secret.key=hidden",
        "spark.hadoop.fs.s3a.access.key=hidden",
        "spark.hadoop.fs.s3a.bucket.lake.session.token=hidden",
        "spark.hadoop.fs.azure.account.key.lake.blob.core.windows.net=hidden",
        "spark.authenticate.secret=hidden",
        "spark.ssl.keyStorePassword=hidden",
        "spark.executorEnv.AWS_SECRET_ACCESS_KEY=hidden",
        "spark.kubernetes.authenticate.submission.oauthToken=hidden",
        "spark.driver.extraJavaOptions=-Dx=1 -Djavax.net.ssl.trustStorePassword=hidden"
      })
  void aSecretIsRefusedAndNotRepeated(String setting) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        script("yarn.sh", spark).run(join("--dry-run", new String[] {"--conf", setting}, SEARCH));
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .contains(
            setting.substring(0, setting.indexOf('=')), "spark-defaults.conf", "core-site.xml")
        .doesNotContain("hidden");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.status()).isEqualTo(Main.MISTAKE);
    assertThat(spark.wasAsked()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.hadoop.hadoop.security.credential.provider.path=jceks://hdfs/keys.jceks",
        "spark.authenticate.secret.file=/etc/secret/key",
        "spark.kubernetes.executor.secrets.s3=/etc/s3",
        "spark.kubernetes.driver.secretKeyRef.AWS_SECRET_ACCESS_KEY=s3:key",
        "spark.kubernetes.authenticate.submission.oauthTokenFile=/etc/token",
        "spark.security.credentials.hadoopfs.enabled=true",
        "spark.redaction.regex=(?i)secret|password"
      })
  void whereASecretIsMayBeTold(String setting) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        script("yarn.sh", spark).run(join(MEMORY, new String[] {"--conf", setting}, SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments()).contains(setting);
  }

  @Test
  void anEventLogIsKeptWhereTheUserSaysWhere() throws Exception {
    String[] line = join(MEMORY, SEARCH);
    RecordingSpark spark = RecordingSpark.in(temporary);
    SubmitScript yarn = script("yarn.sh", spark);
    yarn.run(line);
    assertThat(settings(spark.arguments())).doesNotContainKey("spark.eventLog.enabled");
    yarn.run(join("--event-log=hdfs:///logs", line));
    assertThat(settings(spark.arguments()))
        .contains(
            entry("spark.eventLog.enabled", "true"), entry("spark.eventLog.dir", "hdfs:///logs"));
    assertThat(spark.arguments()).doesNotContain("--event-log");
    RecordingSpark.in(temporary, "spark.eventLog.dir hdfs:///site");
    yarn.run(line);
    assertThat(settings(spark.arguments()))
        .contains(entry("spark.eventLog.enabled", "true"))
        .doesNotContainKey("spark.eventLog.dir");
  }

  @Test
  void furtherJarsGoWithTheJob() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    script("yarn.sh", spark).with("SPNAS_JARS", "hdfs:///a.jar,b.jar").run(join(MEMORY, SEARCH));
    assertThat(spark.arguments())
        .containsSubsequence("--jars", "hdfs:///a.jar,b.jar", jar(), "search");
    script("yarn.sh", spark).with("SPNAS_JARS", "b.jar").run("derive", "--run-dir", "r");
    assertThat(spark.arguments()).containsSubsequence("--jars", "b.jar", jar(), "derive");
    script("k8s.sh", spark)
        .with("SPNAS_JARS", "local:///opt/b.jar")
        .run(join("--master=k8s://http://api", MEMORY, SEARCH));
    assertThat(spark.arguments()).containsSubsequence("--jars", "local:///opt/b.jar", "search");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jars=mine.jar", "--conf=spark.jars=mine.jar"})
  void jarsThatTheUserNamesAreInPlaceOfThoseOfTheEnvironment(String option) throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    script("yarn.sh", spark).with("SPNAS_JARS", "other.jar").run(join(option, MEMORY, SEARCH));
    assertThat(spark.arguments())
        .doesNotContain("other.jar")
        .containsSequence(option.split("=", 2))
        .contains("search");
  }

  @Test
  void commandsWithoutTasksRunOnThisMachine() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        script("yarn.sh", spark)
            .run("--deploy-mode", "cluster", "--queue", "q", "derive", "--run-dir", "hdfs:///r");
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments())
        .containsSubsequence(
            "--deploy-mode", "cluster", "--master", "local[*]", "--deploy-mode", "client")
        .endsWith(jar(), "derive", "--run-dir", "hdfs:///r");
    assertThat(settings(spark.arguments())).doesNotContainKey("spark.executor.instances");
  }

  @Test
  void itRunsFromAnywhereAlsoByALink() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Path link = temporary.resolve("spnas-on-yarn");
    Files.createSymbolicLink(link, ServerProcess.HOME.resolve("submit/yarn.sh"));
    Ended ended =
        new SubmitScript(link, temporary)
            .with("SPARK_HOME", spark.home())
            .with("SPNAS_JAR", "hdfs:///apps/spnas.jar")
            .run(join(MEMORY, SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    assertThat(spark.arguments()).contains("hdfs:///apps/spnas.jar", "search");
  }

  @Test
  void kubernetesIsAskedForPodsOfItsTemplates() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    Ended ended =
        script("k8s.sh", spark)
            .run(
                join(
                    MEMORY,
                    new String[] {
                      "--master=k8s://https://api:6443",
                      "--image",
                      "registry/spnas:1",
                      "--namespace=lab",
                      "--service-account",
                      "spnas"
                    },
                    SEARCH));
    assertThat(ended.status()).as(ended.err()).isEqualTo(RecordingSpark.STATUS);
    Path templates = ServerProcess.HOME.resolve("submit/kubernetes");
    assertThat(settings(spark.arguments()))
        .contains(
            entry("spark.kubernetes.container.image", "registry/spnas:1"),
            entry("spark.kubernetes.namespace", "lab"),
            entry("spark.kubernetes.authenticate.driver.serviceAccountName", "spnas"),
            entry("spark.kubernetes.driver.podTemplateFile", templates + "/driver-pod.yaml"),
            entry("spark.kubernetes.executor.podTemplateFile", templates + "/executor-pod.yaml"),
            entry("spark.kubernetes.driverEnv.KMP_BLOCKTIME", "0"),
            entry("spark.executor.instances", "3"),
            entry("spark.executor.cores", "4"))
        .doesNotContainKey("spark.yarn.maxAppAttempts");
    assertThat(spark.arguments())
        .containsSequence("--deploy-mode", "cluster")
        .containsSequence("--master", "k8s://https://api:6443")
        .containsSubsequence("local:///opt/spnas/spnas.jar", "search");
  }

  @Test
  void inClientModeKubernetesGetsTheJarOfThisMachine() throws Exception {
    RecordingSpark spark = RecordingSpark.in(temporary);
    script("k8s.sh", spark)
        .run(
            join(
                MEMORY,
                new String[] {"--master=k8s://http://api", "--deploy-mode=client"},
                SEARCH));
    assertThat(spark.arguments()).containsSubsequence(jar(), "search");
    assertThat(settings(spark.arguments()))
        .doesNotContainKey("spark.kubernetes.driver.podTemplateFile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn.sh", "k8s.sh"})
  void helpTellsOptionsAndEnvironment(String name) throws IOException, InterruptedException {
    Ended ended = new SubmitScript(name, temporary).run("--help");
    assertThat(ended.status()).isZero();
    assertThat(ended.out()).contains("--dry-run", "--event-log DIR", "SPARK_HOME", "COMMAND");
    assertThat(ended.out().lines())
        .noneMatch(line -> line.startsWith("#") || line.contains("set -euo"));
  }

  @Test
  @Tag("slow")
  void shellcheckFindsNothing() throws Exception {
    Path tool = Path.of("/usr/bin/shellcheck");
    assertThat(tool).as("shellcheck, from the Debian package of that name").exists();
    List<String> command = new ArrayList<>(List.of(tool.toString(), "-x"));
    try (Stream<Path> files = Files.walk(ServerProcess.HOME.resolve("submit"))) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".sh"))
          .filter(file -> !file.matches(".*/(common|build|cluster)\\.sh"))
          .forEach(command::add);
    }
    Process shellcheck = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(shellcheck.getInputStream().readAllBytes())).isEmpty();
    assertThat(shellcheck.waitFor()).isZero();
  }
}
