package io.spnas.docs;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Commands that {@link DocumentationIT} does not run just as they stand on their page. No entry
 * without a command that it is for.
 */
final class Exceptions {
  /**
   * Commands that something else runs.
   *
   * @param command matches them, from their beginning
   * @param where name of a test's class, or of a script in .ci
   */
  record Elsewhere(Pattern command, String where) {
    Elsewhere(String command, String where) {
      this(Pattern.compile(command, Pattern.DOTALL), where);
    }
  }

  /**
   * Commands of other programs that no test can run.
   *
   * @param command matches them, from their beginning
   * @param why what they need
   */
  record Outside(Pattern command, String why) {
    Outside(String command, String why) {
      this(Pattern.compile(command, Pattern.DOTALL), why);
    }
  }

  /**
   * What is made smaller, or put on this machine.
   *
   * @param text matches a part of a command
   * @param small what takes its place
   */
  record Localised(Pattern text, String small) {
    Localised(String text, String small) {
      this(Pattern.compile(text, Pattern.DOTALL), small);
    }

    String in(String command) {
      return text.matcher(command).replaceAll(small);
    }
  }

  /** Names in the pages that look like settings and are none: of an exported file's metadata. */
  static final Set<String> NO_SETTINGS =
      Set.of("input.layout", "input.channels", "input.range", "input.resize");

  /** Files of other programs, by their place there. */
  static final Set<String> NO_FILES = Set.of("conf/zeppelin-env.sh");

  static final List<Elsewhere> ELSEWHERE =
      List.of(
          new Elsewhere("mvn .*verify", ".ci/run"),
          new Elsewhere("\\.ci/run", ".ci/run"),
          new Elsewhere("submit/local\\.sh bench (compare|inference|kernels)", ".ci/benchmarks.sh"),
          new Elsewhere("mvn package .*-Dtest=ManifestsTest", "ManifestsTest"),
          new Elsewhere("submit/kubernetes/image\\.sh", "ImageIT"),
          new Elsewhere("submit/release\\.sh", "ReleaseIT"));

  static final List<Outside> OUTSIDE =
      List.of(
          new Outside("hdfs dfs ", "an HDFS's command line; HdfsIT has shards there"),
          new Outside("\\(cd \"\\$SPARK_HOME/jars\" && zip", "a Spark that is installed"),
          new Outside("docker ", "a container engine and a registry"),
          new Outside("kubectl ", "a cluster; KubernetesIT has its API server"),
          new Outside("tensorboard ", "TensorBoard; EventsTest reads what it reads"),
          new Outside("pip install", "packages of Python from the net"),
          new Outside(
              "bash pack/measure-android\\.sh", "a phone; AndroidScriptTest has a stand-in"));

  static final List<Localised> LOCALISED =
      List.of(
          // The line of spark-submit is made and printed; tests of clusters run such lines.
          new Localised("submit/(yarn|k8s)\\.sh (?!--dry-run)", "submit/$1.sh --dry-run "),
          // Memory is computed from settings and shards, which are to be here.
          new Localised(
              "--config (?:(?:hdfs|s3a):/|/lake)/\\S+", "--config conf/fashion-mnist.conf"),
          new Localised(
              "--data (?:(?:hdfs|s3a):/|/lake)/\\S+", "--data .cache/fashion-mnist-shards"),
          new Localised("--run-dir (?:(?:hdfs|s3a):/|/lake)/\\S+", "--run-dir runs/on-a-cluster"),
          new Localised("--workers (?:[3-9]|\\d{2,})\\b", "--workers 2"),
          new Localised(
              "(local\\.sh prepare imagenet)", "$1 --train-shards 4 --validation-shards 2"),
          new Localised("(local\\.sh profile --config .*--out \\S+)", "$1 --rounds 2"),
          new Localised("(local\\.sh latency --validate) \\d+ ", "$1 2 --rounds 2 "),
          new Localised(
              "(local\\.sh scale-model .*--validate) 1,2,4",
              "$1 1,2 --size 32 --batch 2 --threads 1 --steps 4"),
          // The photographs of the fixtures are the images here.
          new Localised(
              "prepare idx .*--split (\\w+) --shards (\\d+) --out (\\S+)",
              "prepare folder --input photos --split $1 --shards $2 --out $3"),
          new Localised(
              "--methods single-path,\\S+", "--methods single-path,one-shot-random,random"),
          new Localised("--seeds 0,1,2", "--seeds 0,1"),
          new Localised("(bench .*--size) \\d+", "$1 32"),
          new Localised("(bench .*--batch) \\d+", "$1 2"),
          new Localised("(bench .*--steps) \\d+", "$1 2"),
          new Localised("(bench .*--images) \\d+", "$1 2000"),
          new Localised("(bench (?:allreduce|supernets) .*--rounds) \\d+", "$1 2"),
          new Localised("local-cluster\\[2,1,8192\\]", "local-cluster[2,1,2048]"),
          new Localised("--set input.size=224", "--set input.size=32 --set latency.geometry=any"),
          new Localised("--set search.steps=\\d+", "--set search.steps=8"),
          new Localised("--set search.warmup-steps=\\d+", "--set search.warmup-steps=2"),
          // Times for each model of a pack, as if a device had taken them: by the models' bytes.
          new Localised(
              "python3 pack/measure\\.py .*",
              "(echo model,ms; find pack -name '*.onnx' -printf '%f %s\\\\n' | awk '{"
                  + " sub(/.onnx/, \"\", \\$1); print \\$1 \",\" \\$2 / 1.5e7 }') >measurements.csv"));

  private Exceptions() {}

  static String localised(String command) {
    String text = command;
    for (Localised localised : LOCALISED) {
      text = localised.in(text);
    }
    return text;
  }

  /** Whether DocumentationIT runs it. */
  static boolean isRun(ShellCommand command) {
    return ELSEWHERE.stream().noneMatch(entry -> entry.command.matcher(command.text()).lookingAt())
        && OUTSIDE.stream().noneMatch(entry -> entry.command.matcher(command.text()).lookingAt());
  }
}
