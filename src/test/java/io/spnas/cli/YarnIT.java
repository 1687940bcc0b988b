package io.spnas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spnas.cli.LocalScript.Ended;
import io.spnas.train.CheckpointDirectory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code submit/yarn.sh} on YARN, in client and in cluster mode, with data, runs, Spark's jars and
 * the application's on HDFS.
 */
@Tag("slow")
class YarnIT {
  private static final String LAST = "/checkpoints/step-00000040.checkpoint";
  private static final String DATA = "/data/shards";
  private static final String SPARK = "/apps/spark.zip";
  private static final String APPLICATION = "/apps/spnas.jar";
  private static final String QUEUE = "research";

  /** For what never comes. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String[] ENDLESS = {
    "--set=search.steps=1000000",
    "--set=checkpoint.every-steps=1000000",
    "--set=metrics.every-steps=1"
  };

  @TempDir private static Path shared;
  @TempDir private Path temporary;

  private static HadoopServers hadoop;
  private static String config;
  private static Path defaults;

  @BeforeAll
  static void startAndPrepareShards() throws Exception {
    // Time for a worker that is told to end; 250 ms unless set.
    hadoop = HadoopServers.start(shared, "yarn.nodemanager.sleep-delay-before-sigkill.ms=30000");
    // Without a scheme it would be looked for on HDFS.
    config = SmallConfig.write(shared).toUri().toString();
    Path jar = Path.of(System.getProperty("spnas.jar"));
    hadoop.put(jar, APPLICATION);
    hadoop.putArchive(
        Stream.of(SparkSubmit.sparkClassPath().split(":"))
            .map(Path::of)
            // A device's runtime, no part of Spark, and as large as all of it.
            .filter(file -> !file.toString().contains("onnxruntime"))
            .toList(),
        SPARK);
    defaults = Files.createDirectory(shared.resolve("spark-conf"));
    Files.copy(
        ServerProcess.HOME.resolve("conf/log4j2.properties"),
        defaults.resolve("log4j2.properties"));
    Files.write(
        defaults.resolve("spark-defaults.conf"),
        List.of(
            "spark.ui.enabled false",
            "spark.executor.cores 1",
            "spark.yarn.archive hdfs://" + SPARK));
    Idx idx = Idx.write(shared, 400);
    Ended prepared =
        yarn(shared)
            .run(
                "prepare",
                "idx",
                "--images=" + idx.images.toUri(),
                "--labels=" + idx.labels.toUri(),
                "--split=train",
                "--shards=4",
                "--out=" + DATA,
                "--json");
    assertThat(prepared.status()).as(prepared.err()).isZero();
    assertThat(prepared.out().lines()).as("only the result on stdout").hasSize(1);
    assertThat(hadoop.exists(DATA + "/train-00003-of-00004")).isTrue();
  }

  @AfterAll
  static void stop() throws Exception {
    if (hadoop != null) {
      hadoop.close();
    }
  }

  private static SubmitScript yarn(Path directory) {
    return new SubmitScript("yarn.sh", directory)
        .with("HADOOP_CONF_DIR", hadoop.conf().toString())
        .with("SPARK_CONF_DIR", defaults.toString())
        .with("SPARK_LOCAL_IP", "127.0.0.1")
        .with("SPARK_LOCAL_HOSTNAME", "localhost");
  }

  /** A script with arguments that come before those of a test. */
  private record Submitting(SubmitScript script, String... options) {
    private String[] with(String... command) {
      return Stream.of(options, command).flatMap(Stream::of).toArray(String[]::new);
    }

    Ended run(String... command) throws Exception {
      return script.run(with(command));
    }

    Process start(String... command) throws Exception {
      return script.start(with(command));
    }
  }

  private Submitting toYarn(String deployMode) {
    return new Submitting(yarn(temporary), "--deploy-mode", deployMode, "--queue", QUEUE);
  }

  private static String[] search(String run, String... more) {
    return searchOf(DATA, run, more);
  }

  private static String[] searchOf(String data, String run, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("search", "--config", config, "--data", data, "--run-dir", run));
    arguments.addAll(List.of("--workers", "2", "--json"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static void assertWhole(Ended ended, String run) throws Exception {
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(hadoop.bytes(run + "/metrics.jsonl")).asString().hasLineCount(8);
    assertThat(hadoop.exists(run + "/architecture.json")).isTrue();
  }

  @Test
  void bothModesGiveTheBitsOfThreadsOnThisMachine() throws Exception {
    Ended client = toYarn("client").run(search("/runs/client"));
    assertWhole(client, "/runs/client");
    assertThat(client.out().lines()).as("only the result on stdout").hasSize(1);
    SubmitScript script = yarn(temporary).with("SPNAS_JAR", "hdfs://" + APPLICATION);
    Ended cluster =
        new Submitting(script, "--deploy-mode=cluster", "--queue=" + QUEUE)
            .run(search("/runs/cluster"));
    assertWhole(cluster, "/runs/cluster");
    assertThat(cluster.err())
        .as("nothing that lies on HDFS is uploaded again")
        .doesNotContain("Uploading resource file:" + System.getProperty("spnas.jar"));
    assertThat(hadoop.applications())
        .filteredOn(application -> application.getName().equals("spnas search"))
        .isNotEmpty()
        .allMatch(application -> application.getQueue().equals(QUEUE), "is in the queue asked for");
    Ended threads =
        new SparkSubmit(temporary, "--master=local[2]")
            .withHadoopConf(hadoop.conf())
            .run(search("/runs/threads"));
    assertWhole(threads, "/runs/threads");

    byte[] expected = hadoop.bytes("/runs/threads" + LAST);
    assertThat(hadoop.bytes("/runs/client" + LAST)).isEqualTo(expected);
    assertThat(hadoop.bytes("/runs/cluster" + LAST)).isEqualTo(expected);
    assertThat(hadoop.bytes("/runs/cluster/architecture.json"))
        .isEqualTo(hadoop.bytes("/runs/threads/architecture.json"));
  }

  /** What is told besides the line of spark-submit that is run, and warnings. */
  private static List<String> ownLines(Ended ended) {
    return ended
        .err()
        .lines()
        .filter(line -> !line.contains("spark-submit.sh --class io.spnas.cli.Main"))
        .filter(line -> !line.contains(" WARN "))
        .toList();
  }

  @Test
  void aMistakeIsToldByTheClientItself() throws Exception {
    Ended ended = toYarn("client").run(searchOf("/no/shards", "/runs/mistake"));
    assertThat(ended.status()).as(ended.err()).isEqualTo(Main.MISTAKE);
    assertThat(ownLines(ended))
        .singleElement()
        .asString()
        .contains("No such directory", "/no/shards");
    assertThat(hadoop.exists("/runs/mistake")).isFalse();
  }

  @Test
  void aMistakeFoundOnTheClusterComesBackToTheClient() throws Exception {
    Ended ended = toYarn("cluster").run(searchOf("/no/shards", "/runs/mistake"));
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err()).contains("CommandFailedException: No such directory");
    assertThat(driverLog(ended).lines())
        .filteredOn(line -> line.startsWith("No such directory"))
        .as("lines in the driver's log")
        .hasSize(1);
    assertThat(hadoop.exists("/runs/mistake")).isFalse();
  }

  @Test
  void settingsOnHdfsAreReadThereBeforeAnythingIsSubmitted() throws Exception {
    hadoop.put(Path.of(URI.create(config)), "/conf/small.conf");
    int before = hadoop.applications().size();
    String[] search = {
      "search", "--config=hdfs:///conf/small.conf", "--data", DATA, "--run-dir=/runs/dry"
    };
    Ended dry =
        yarn(temporary)
            .run(
                Stream.of(new String[] {"--dry-run"}, search)
                    .flatMap(Stream::of)
                    .toArray(String[]::new));
    assertThat(dry.status()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("spark.executor.memoryOverhead=", "spark.yarn.maxAppAttempts=1");
    Ended mistaken =
        yarn(temporary)
            .run(
                "search", "--config=hdfs:///conf/none.conf", "--data", DATA, "--run-dir=/runs/dry");
    assertThat(mistaken.status()).isEqualTo(Main.MISTAKE);
    assertThat(mistaken.err().lines())
        .singleElement()
        .asString()
        .contains("hdfs:///conf/none.conf");
    assertThat(hadoop.applications()).hasSize(before);
  }

  @Test
  void aCommandWithoutTasksReadsTheClustersFilesFromHere() throws Exception {
    assertWhole(toYarn("client").run(search("/runs/derived")), "/runs/derived");
    int before = hadoop.applications().size();
    Ended ended = toYarn("cluster").run("derive", "--run-dir", "/runs/derived", "--json");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).singleElement().asString().startsWith("{");
    assertThat(hadoop.applications()).hasSize(before);
  }

  @Test
  void aFailureOfAWorkerIsWhatYarnTellsOfTheApplication() throws Exception {
    hadoop.copyDamaged(DATA, "/data/damaged", "train-00001-of-00004");
    Ended ended = toYarn("cluster").run(searchOf("/data/damaged", "/runs/failed"));
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(diagnostics(ended)).singleElement().asString().contains("train-00001-of-00004");
    assertThat(driverLog(ended)).contains("train-00001-of-00004");
  }

  @Test
  void aFailureOfTheClientIsOneOfTheApplication() throws Exception {
    hadoop.copyDamaged(DATA, "/data/broken", "train-00000-of-00004");
    Ended ended = toYarn("client").run(searchOf("/data/broken", "/runs/broken"));
    assertThat(ended.status()).as(ended.err()).isEqualTo(Main.FAILED);
    assertThat(ended.err().lines()).last().asString().contains("train-00000-of-00004");
    assertThat(hadoop.applications())
        .last()
        .extracting(ApplicationReport::getFinalApplicationStatus)
        .isEqualTo(FinalApplicationStatus.FAILED);
  }

  @Test
  void aKilledContainerIsReplacedAndChangesNoBit() throws Exception {
    String[] longer = {"--set=search.steps=300", "--set=metrics.every-steps=1"};
    Process submitted = toYarn("cluster").start(search("/runs/hurt", longer));
    ProcessHandle victim = new Jvms(hadoop.process()).awaitExecutors(2, PATIENCE).get(0);
    awaitStep("/runs/hurt", 50);
    victim.destroyForcibly();
    Ended ended = new LocalScript(temporary, Map.of()).await(submitted);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(metrics("/runs/hurt").lines().filter(line -> line.contains("\"event\"")))
        .singleElement()
        .asString()
        .contains("\"event\":\"restart\"", "of 2 on");

    Ended threads =
        new SparkSubmit(temporary, "--master=local[2]")
            .withHadoopConf(hadoop.conf())
            .run(search("/runs/unhurt", longer));
    assertThat(threads.status()).as(threads.err()).isZero();
    assertThat(hadoop.bytes("/runs/hurt/checkpoints/step-00000300.checkpoint"))
        .isEqualTo(hadoop.bytes("/runs/unhurt/checkpoints/step-00000300.checkpoint"));
  }

  private static String metrics(String run) throws Exception {
    return new String(hadoop.bytes(run + "/metrics.jsonl"), StandardCharsets.UTF_8);
  }

  private static void awaitStep(String run, long step) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!hadoop.exists(run + "/metrics.jsonl")
        || !metrics(run).contains("{\"step\":" + step + ",")) {
      assertThat(System.nanoTime()).as("waited long enough for a step").isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  @Test
  void aKilledApplicationKeepsACheckpointAndLeavesNothingRunning() throws Exception {
    Process submitted = toYarn("cluster").start(search("/runs/killed", ENDLESS));
    Jvms jvms = new Jvms(hadoop.process());
    List<ProcessHandle> all = new ArrayList<>(jvms.awaitExecutors(2, PATIENCE));
    all.addAll(jvms.applicationMasters());
    assertThat(all).hasSize(3);

    awaitStep("/runs/killed", 20);
    hadoop.killApplications();
    assertEnd(all);
    assertKilled(submitted);
    assertThat(
            new CheckpointDirectory("/runs/killed/checkpoints", hadoop.configuration())
                .newest()
                .orElseThrow()
                .step())
        .isGreaterThanOrEqualTo(20);
  }

  @Test
  void aKilledApplicationEndsThoughYarnNeverTellsWhyItsWorkersAreGone() throws Exception {
    Process submitted = toYarn("cluster").start(search("/runs/silent", ENDLESS));
    Jvms jvms = new Jvms(hadoop.process());
    List<ProcessHandle> executors = jvms.awaitExecutors(2, PATIENCE);
    List<ProcessHandle> masters = jvms.applicationMasters();
    assertThat(masters).hasSize(1);

    awaitStep("/runs/silent", 20);
    hadoop.killApplications();
    masters.get(0).destroy();
    executors.forEach(ProcessHandle::destroyForcibly);
    assertEnd(masters);
    assertKilled(submitted);
  }

  /** Before YARN's SIGKILL. */
  private static void assertEnd(List<ProcessHandle> jvms) throws Exception {
    for (ProcessHandle jvm : jvms) {
      jvm.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private void assertKilled(Process submitted) throws Exception {
    Ended ended = new LocalScript(temporary, Map.of()).await(submitted);
    assertThat(ended.status()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err()).contains("is killed");
  }

  /** What the client prints of the application's diagnostics, up to our exception's end. */
  private static List<String> diagnostics(Ended ended) {
    return ended
        .err()
        .lines()
        .filter(line -> line.startsWith("io.spnas") || line.contains("User class threw exception"))
        .toList();
  }

  private static String driverLog(Ended cluster) throws Exception {
    Matcher application = Pattern.compile("application_\\d+_\\d+").matcher(cluster.err());
    assertThat(application.find()).as(cluster.err()).isTrue();
    return hadoop.containerLogs(application.group(), "stderr");
  }
}
